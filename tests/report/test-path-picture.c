/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "kaitsu-fonts.h"
#include "kaitsu-i18n.h"
#include "kaitsu-path-drawing.h"
#include "sample-results.h"

/* --- the model --- */

typedef struct
{
  guint number;
  const char *address;
  KaitsuParty party;
} Hop;

/* What was found for one port; the other ports of the unit are green. */
typedef struct
{
  const char *port;
  KaitsuLight light;
  KaitsuReason reason;
  KaitsuParty suspects[3];
  guint n_suspects;
  const char *offender;
  guint verified;
  guint total;
} Found;

typedef struct
{
  const char *name;
  Hop path[8];
  KaitsuNoticeKind notice;
  Found found[8];
  const char *text; /* without the first line */
  const char *places;
  struct
  {
    double seen;
    double mark;
    double end;
  } lines[8];
} Case;

#define WAY                                                                                        \
  {                                                                                                \
    { 1, "192.168.1.1", KAITSU_PARTY_ROUTER }, { 2, "192.0.2.1", KAITSU_PARTY_PROVIDER },          \
    { 3, "192.0.2.9", KAITSU_PARTY_PROVIDER }, { 4, NULL, KAITSU_PARTY_UNKNOWN },                  \
    { 5, "198.51.100.1", KAITSU_PARTY_INTERNET }                                                   \
  }

#define SUSPECT(...) { __VA_ARGS__ }, G_N_ELEMENTS (((KaitsuParty[]){ __VA_ARGS__ }))

static const Case cases[] = {
  {
      .name = "open",
      .path = WAY,
      .places = "0 1 2-3 6",
      .text = "● TCP 80、443、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 6, 6, 6 }, { 1, 1, 1 } },
  },
  {
      .name = "nothing known of the way",
      .places = "0 1 2 3",
      .text = "● TCP 80、443、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 3, 3, 3 }, { 1, 1, 1 } },
  },
  {
      .name = "the router turns it away",
      .path = WAY,
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED,
                   SUSPECT (KAITSU_PARTY_ROUTER), "192.168.1.1", 0, 0 } },
      .places = "0 1x 2-3 6",
      .text = "× TCP 443 お店のルーター（192.168.1.1）で止まっています\n"
              "● TCP 80、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 1, 1, 6 }, { 6, 6, 6 }, { 1, 1, 1 } },
  },
  {
      .name = "router or provider",
      .path = WAY,
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
                   SUSPECT (KAITSU_PARTY_ROUTER, KAITSU_PARTY_PROVIDER), NULL, 1, 6 } },
      .places = "0 1x 2-3x 6",
      .text = "× TCP 443 お店のルーターかプロバイダーで止まっています"
              "（6 台のうち 1 台目までは届いています）\n"
              "● TCP 80、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 1, 1.5, 6 }, { 6, 6, 6 }, { 1, 1, 1 } },
  },
  {
      .name = "inside the provider",
      .path = WAY,
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
                   SUSPECT (KAITSU_PARTY_PROVIDER), NULL, 2, 6 },
                 { "tcp/465", KAITSU_LIGHT_RED, KAITSU_REASON_REJECTED,
                   SUSPECT (KAITSU_PARTY_PROVIDER), "192.0.2.9", 0, 0 } },
      .places = "0 1 2-3x 6",
      .text = "× TCP 443 プロバイダーで止まっています（6 台のうち 2 台目までは届いています）\n"
              "× TCP 465 プロバイダー（192.0.2.9）で止まっています\n"
              "● TCP 80、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 2, 2.5, 6 }, { 3, 3, 6 }, { 6, 6, 6 }, { 1, 1, 1 } },
  },
  {
      .name = "this PC, and nobody knows who",
      .path = WAY,
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_REFUSED_LOCALLY,
                   SUSPECT (KAITSU_PARTY_PC), NULL, 0, 0 },
                 { "tcp/465", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED, { 0 }, 0, NULL, 0, 0 } },
      .places = "0x 1 2-3 6",
      .text = "× TCP 443 このパソコンで止まっています\n"
              "× TCP 465 止まっています：途中で消えています\n"
              "● TCP 80、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 0, 0, 6 }, { 0, 3, 6 }, { 6, 6, 6 }, { 1, 1, 1 } },
  },
  {
      .name = "two routers",
      .path = { { 1, "192.168.1.1", KAITSU_PARTY_ROUTER },
                { 2, "192.168.0.1", KAITSU_PARTY_ROUTER },
                { 3, "192.0.2.1", KAITSU_PARTY_PROVIDER } },
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
                   SUSPECT (KAITSU_PARTY_ROUTER), NULL, 1, 4 } },
      .places = "0 1x 2x 3 4",
      .text = "× TCP 443 お店のルーターで止まっています（4 台のうち 1 台目までは届いています）\n"
              "● TCP 80、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 1, 1.5, 4 }, { 4, 4, 4 }, { 1, 1, 1 } },
  },
  {
      .name = "through a VPN, whatever was seen of its devices",
      .path = { { 1, "10.8.0.1", KAITSU_PARTY_ROUTER }, { 2, "192.0.2.1", KAITSU_PARTY_PROVIDER } },
      .notice = KAITSU_NOTICE_KIND_VPN,
      .found = { { "tcp/443", KAITSU_LIGHT_YELLOW, KAITSU_REASON_VPN, { 0 }, 0, NULL, 0, 0 } },
      .places = "0 1 2 3",
      .text = "▲ TCP 443 わかりません：VPN を通して調べたので、お店の回線のことはわかりません\n"
              "● TCP 80、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 0, 1.5, 3 }, { 3, 3, 3 }, { 1, 1, 1 } },
  },
  {
      .name = "two routers by the notice alone",
      .notice = KAITSU_NOTICE_KIND_DOUBLE_NAT,
      .places = "0 1 2 3 4",
      .text = "● TCP 80、443、465、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 4, 4, 4 }, { 1, 1, 1 } },
  },
  {
      .name = "lost from sight",
      .path = WAY,
      .found = { { "udp/514", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, { 0 }, 0, NULL, 3, 6 },
                 { "udp/67", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, { 0 }, 0, NULL, 0, 0 },
                 { "tcp/465", KAITSU_LIGHT_YELLOW, KAITSU_REASON_REFUSED_BY_DESTINATION, { 0 }, 0,
                   NULL, 0, 0 },
                 { "tcp/443", KAITSU_LIGHT_YELLOW, KAITSU_REASON_INTERCEPTED, { 0 }, 0, NULL, 0, 0 },
                 { "tcp/587", KAITSU_LIGHT_NONE, KAITSU_REASON_STOPPED, { 0 }, 0, NULL, 0, 0 } },
      .places = "0 1 2-3 6",
      .text = "▲ TCP 443 わかりません：途中の機器が代わりに答えています\n"
              "▲ TCP 465 わかりません：相手が断りました\n"
              "▲ UDP 67 わかりません：はっきりした手がかりがありません\n"
              "▲ UDP 514（参考） わかりません：返事がありません"
              "（6 台のうち 3 台目までは届いています）\n"
              "－ TCP 587 調べていません：調べる前に止めました\n"
              "● TCP 80、UDP 123 通っています",
      .lines = { { 0, 3, 6 }, { 6, 6, 6 }, { 0, 0.5, 1 }, { 3, 3.5, 6 }, { 0, 0.5, 6 }, { 6, 6, 6 } },
  },
  {
      .name = "numbers that no run could write",
      .path = { { 4000000000u, "192.0.2.1", KAITSU_PARTY_PROVIDER } },
      .found = { { "tcp/443", KAITSU_LIGHT_RED, KAITSU_REASON_DROPPED,
                   SUSPECT (KAITSU_PARTY_PROVIDER), NULL, 4000000000u, 4000000001u },
                 { "tcp/465", KAITSU_LIGHT_YELLOW, KAITSU_REASON_NO_EVIDENCE, { 0 }, 0, NULL,
                   4000000000u, 7 } },
      .places = "0 1 2x 64",
      .text = "× TCP 443 プロバイダーで止まっています"
              "（4000000001 台のうち 4000000000 台目までは届いています）\n"
              "▲ TCP 465 わかりません：はっきりした手がかりがありません\n"
              "● TCP 80、587、UDP 123、514 通っています\n"
              "● UDP 67 通っています（お店の中だけの通信）",
      .lines = { { 2, 2, 64 }, { 64, 64, 64 }, { 64, 64, 64 }, { 1, 1, 1 } },
  },
};

static void
find (KaitsuResult *result, const Found *found)
{
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  KaitsuPort port;

  g_assert_true (kaitsu_port_parse (found->port, &port));
  finding.light = found->light;
  finding.reason = found->reason;
  finding.offender = g_strdup (found->offender);
  finding.verified_hop = found->verified;
  finding.total_hops = found->total;
  for (guint i = 0; i < found->n_suspects; i++)
    kaitsu_finding_add_suspect (&finding, found->suspects[i]);
  kaitsu_port_result_set_finding (kaitsu_result_find_port (result, port), &finding);
}

static KaitsuResult *
make_result (const Case *about)
{
  KaitsuResult *result = sample_new (SAMPLE_OPEN);

  for (guint i = 0; i < G_N_ELEMENTS (about->path) && about->path[i].number > 0; i++)
    {
      const Hop *hop = &about->path[i];
      KaitsuHop record = { hop->number, (char *) hop->address, hop->party, -1 };
      kaitsu_result_add_hop (result, &record);
    }
  if (about->notice != KAITSU_NOTICE_KIND_OTHER)
    kaitsu_result_add_notice (result, about->notice, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (about->found) && about->found[i].port != NULL; i++)
    find (result, &about->found[i]);
  return result;
}

static char *
dup_places (const KaitsuPathPicture *picture)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < picture->places->len; i++)
    {
      const KaitsuPathPlace *place = g_ptr_array_index (picture->places, i);

      g_string_append_printf (text, "%s%u", i > 0 ? " " : "", place->first);
      if (place->last > place->first)
        g_string_append_printf (text, "-%u", place->last);
      if (place->suspect)
        g_string_append_c (text, 'x');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_model (gconstpointer data)
{
  const Case *about = data;
  g_autoptr (KaitsuResult) result = make_result (about);
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
  g_autofree char *places = dup_places (picture);
  g_autofree char *text = kaitsu_path_picture_dup_text (picture);

  g_assert_cmpstr (places, ==, about->places);
  g_assert_cmpstr (strchr (text, '\n') + 1, ==, about->text);
  g_assert_cmpuint (picture->heard->len, ==, picture->length + 1);
  for (guint i = 0; i < picture->lines->len; i++)
    {
      const KaitsuPathLine *line = g_ptr_array_index (picture->lines, i);

      g_test_message ("%s", line->ports);
      g_assert_cmpfloat (line->seen, ==, about->lines[i].seen);
      g_assert_cmpfloat (line->mark, ==, about->lines[i].mark);
      g_assert_cmpfloat (line->end, ==, about->lines[i].end);
    }
}

/* The first line names the places; what is not known is left out. */
static void
test_names (void)
{
  g_autoptr (KaitsuResult) result = make_result (&cases[6]);
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
  g_autofree char *text = kaitsu_path_picture_dup_text (picture);

  g_assert_true (g_str_has_prefix (text, "このパソコン（192.168.1.23） → お店のルーター（192.168.1.1）"
                                         " → 2 台目のルーター（192.168.0.1） → "
                                         "プロバイダー（192.0.2.1） → 接続先\n"));
  kaitsu_i18n_set_language ("en");
  g_autoptr (KaitsuPathPicture) english = kaitsu_path_picture_new (result);
  g_autofree char *in_english = kaitsu_path_picture_dup_text (english);
  kaitsu_i18n_set_language ("ja");
  g_assert_true (g_str_has_prefix (in_english, "This PC (192.168.1.23) → Shop's router"));
  g_assert_nonnull (strstr (in_english, "× TCP 443 Blocked by the shop's router (seen as far as "
                                        "device 1 of 4)"));
}

/* Fourteen ports that end in fourteen ways are not fourteen lines. */
static void
test_many (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ALL_RED);
  GListModel *ports = kaitsu_result_get_ports (result);

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

      kaitsu_finding_copy (kaitsu_port_result_get_finding (port), &finding);
      finding.verified_hop = i;
      finding.total_hops = 20;
      kaitsu_port_result_set_finding (port, &finding);
    }
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
  g_assert_cmpuint (picture->lines->len, <=, 3);
}

/* --- the drawing --- */

#define EDGE 40

static PangoContext *
new_context (double em)
{
  PangoFontMap *map = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (map);
  g_autoptr (PangoFontDescription)
      font = pango_font_description_from_string ("BIZ UDPGothic,IPAexGothic,Noto Sans CJK JP,sans");

  g_object_unref (map);
  pango_font_description_set_absolute_size (font, em * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  return context;
}

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  const guchar *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) (pixels + (gsize) stride * (gsize) y))[x] & 0xffffff;
}

static void
assert_inside (cairo_surface_t *surface, int width, int height, guint32 paper)
{
  const int right = cairo_image_surface_get_width (surface);
  const int bottom = cairo_image_surface_get_height (surface);
  guint printed = 0;

  for (int y = 0; y < bottom; y++)
    for (int x = 0; x < right; x++)
      {
        /* one pixel of antialiasing may lie outside */
        const gboolean inside = x >= EDGE - 1 && x <= EDGE + width && y >= EDGE - 1
                                && y <= EDGE + height;
        const gboolean blank = get_pixel (surface, x, y) == paper;

        if (!inside && !blank)
          g_test_message ("ink at %d, %d of %d x %d", x - EDGE, y - EDGE, width, height);
        g_assert_true (inside || blank);
        printed += blank ? 0 : 1;
      }
  g_assert_cmpuint (printed, >, 500);
}

static cairo_surface_t *
draw (KaitsuBlock *block, KaitsuPalette palette, int width)
{
  const int height = (int) ceil (block->height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width + 2 * EDGE,
                                                         height + 2 * EDGE);
  cairo_t *cr = cairo_create (surface);

  kaitsu_ink_use (KAITSU_INK_PAPER, palette, cr);
  cairo_paint (cr);
  kaitsu_block_draw (block, palette, cr, EDGE, EDGE);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* With KAITSU_KEEP_PICTURES=FOLDER, they are left there to be looked at. */
static void
keep (cairo_surface_t *surface, const char *name, int width, double em, KaitsuPalette palette)
{
  const char *folder = g_getenv ("KAITSU_KEEP_PICTURES");
  g_autofree char *file = g_strdup_printf ("%s-%d-%d-%u.png", name, width, (int) em, palette);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;

  if (path != NULL)
    g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
}

static void
check_drawing (KaitsuBlock *block, const char *name, int width, double em, KaitsuPalette palette)
{
  cairo_surface_t *surface = draw (block, palette, width);

  keep (surface, name, width, em, palette);
  assert_inside (surface, width, (int) ceil (block->height),
                 kaitsu_ink_get_rgb (KAITSU_INK_PAPER, palette));
  cairo_surface_destroy (surface);
}

static void
check_sizes (KaitsuPathPicture *picture, const char *name)
{
  static const int widths[] = { 280, 499, 860 };
  static const double sizes[] = { 9.5, 15, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      PangoContext *context = new_context (sizes[i]);

      for (guint j = 0; j < G_N_ELEMENTS (widths); j++)
        {
          KaitsuBlock *block = kaitsu_path_drawing_lay_out (picture, context, widths[j]);
          check_drawing (block, name, widths[j], sizes[i], (KaitsuPalette) (j + i));
          kaitsu_block_free (block);
        }
      g_object_unref (context);
    }
}

/* Half to double text, in every width of a window; it never runs over. */
static void
test_inside (gconstpointer data)
{
  static const char *const languages[] = { "ja", "en" };
  const Case *about = data;
  g_autoptr (KaitsuResult) result = make_result (about);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      kaitsu_i18n_set_language (languages[i]);
      g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
      g_autofree char *name = g_strconcat (about->name, "-", languages[i], NULL);
      check_sizes (picture, name);
    }
  kaitsu_i18n_set_language ("ja");
}

/* Larger text makes the picture higher, a wider window makes it lower. */
static void
test_height (void)
{
  g_autoptr (KaitsuResult) result = make_result (&cases[3]);
  g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
  PangoContext *small = new_context (10);
  PangoContext *large = new_context (20);
  KaitsuBlock *plain = kaitsu_path_drawing_lay_out (picture, small, 400);
  KaitsuBlock *enlarged = kaitsu_path_drawing_lay_out (picture, large, 400);
  KaitsuBlock *doubled = kaitsu_path_drawing_lay_out (picture, large, 800);

  g_assert_cmpfloat (enlarged->height, >, plain->height * 1.9);
  g_assert_cmpfloat (doubled->height, <, enlarged->height);
  kaitsu_block_free (plain);
  kaitsu_block_free (enlarged);
  kaitsu_block_free (doubled);
  g_object_unref (small);
  g_object_unref (large);
}

/* What a reader of the drawing reads. */
static char *
read_words (KaitsuBlock *block, double width)
{
  g_autofree char *path = NULL;
  g_autofree char *command = NULL;
  char *words = NULL;
  const int file = g_file_open_tmp ("kaitsu-XXXXXX.pdf", &path, NULL);
  cairo_surface_t *surface = cairo_pdf_surface_create (path, width, block->height);
  cairo_t *cr = cairo_create (surface);

  kaitsu_block_draw (block, KAITSU_PALETTE_PRINT, cr, 0, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  command = g_strdup_printf ("pdftotext %s -", path);
  g_assert_true (g_spawn_command_line_sync (command, &words, NULL, NULL, NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_close (file, NULL));
  return words;
}

/* A name without room breaks between its words. */
static void
test_whole_words (void)
{
  static const char *const words[] = { "This", "Shop", "router", "Provider", "Other" };
  g_autoptr (KaitsuResult) result = make_result (&cases[0]);
  PangoContext *context = new_context (20);

  kaitsu_i18n_set_language ("en");
  for (int width = 420; width < 700; width += 40)
    {
      g_autoptr (KaitsuPathPicture) picture = kaitsu_path_picture_new (result);
      KaitsuBlock *block = kaitsu_path_drawing_lay_out (picture, context, width);
      g_autofree char *read = read_words (block, width);

      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        g_assert_nonnull (strstr (read, words[i]));
      kaitsu_block_free (block);
    }
  kaitsu_i18n_set_language ("ja");
  g_object_unref (context);
}

/* WCAG 2.2, "relative luminance". */
static double
get_luminance (guint32 rgb)
{
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    {
      const double c = (rgb >> (8 * i) & 0xff) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
    }
  return sum;
}

static double
get_contrast (KaitsuInk a, KaitsuInk b, KaitsuPalette palette)
{
  const double first = get_luminance (kaitsu_ink_get_rgb (a, palette));
  const double second = get_luminance (kaitsu_ink_get_rgb (b, palette));

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* WCAG 2.2, 1.4.3 and, in high contrast, 1.4.6. */
static void
test_contrast (void)
{
  static const KaitsuInk pairs[][2] = {
    { KAITSU_INK_TEXT, KAITSU_INK_PAPER },    { KAITSU_INK_TEXT, KAITSU_INK_SHADE },
    { KAITSU_INK_SOFT, KAITSU_INK_PAPER },    { KAITSU_INK_SOFT, KAITSU_INK_SHADE },
    { KAITSU_INK_GREEN, KAITSU_INK_PAPER },   { KAITSU_INK_YELLOW, KAITSU_INK_PAPER },
    { KAITSU_INK_RED, KAITSU_INK_PAPER },     { KAITSU_INK_RED, KAITSU_INK_RED_TINT },
    { KAITSU_INK_SOFT, KAITSU_INK_RED_TINT },
  };

  for (guint palette = 0; palette < KAITSU_N_PALETTES; palette++)
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      {
        const gboolean high = palette == KAITSU_PALETTE_HC_LIGHT
                              || palette == KAITSU_PALETTE_HC_DARK;
        g_assert_cmpfloat (get_contrast (pairs[i][0], pairs[i][1], (KaitsuPalette) palette), >=,
                           high ? 7 : 4.5);
      }
}

/* As a fax: what carries meaning turns black, what does not turns white. */
static void
test_fax (void)
{
  static const KaitsuInk dark[] = { KAITSU_INK_TEXT, KAITSU_INK_SOFT, KAITSU_INK_GREEN,
                                    KAITSU_INK_YELLOW, KAITSU_INK_RED };
  static const KaitsuInk pale[] = { KAITSU_INK_SHADE, KAITSU_INK_PAPER, KAITSU_INK_GREEN_TINT,
                                    KAITSU_INK_YELLOW_TINT, KAITSU_INK_RED_TINT };

  for (guint i = 0; i < G_N_ELEMENTS (dark); i++)
    g_assert_cmpfloat (get_luminance (kaitsu_ink_get_rgb (dark[i], KAITSU_PALETTE_PRINT)), <, 0.09);
  for (guint i = 0; i < G_N_ELEMENTS (pale); i++)
    g_assert_cmpfloat (get_luminance (kaitsu_ink_get_rgb (pale[i], KAITSU_PALETTE_PRINT)), >, 0.85);
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *model = g_strdup_printf ("/path-picture/model/%s", cases[i].name);
      g_autofree char *inside = g_strdup_printf ("/path-picture/inside/%s", cases[i].name);

      g_test_add_data_func (model, &cases[i], test_model);
      g_test_add_data_func (inside, &cases[i], test_inside);
    }
  g_test_add_func ("/path-picture/names", test_names);
  g_test_add_func ("/path-picture/many", test_many);
  g_test_add_func ("/path-picture/height", test_height);
  g_test_add_func ("/path-picture/whole-words", test_whole_words);
  g_test_add_func ("/path-picture/contrast", test_contrast);
  g_test_add_func ("/path-picture/fax", test_fax);
  return g_test_run ();
}
