/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "kaitsu-i18n.h"
#include "kaitsu-pages.h"
#include "kaitsu-request.h"
#include "sample-results.h"

/* The PDF is looked at from outside, by the tools that receivers use. */

static char *
write_temporary (GBytes *bytes)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("kaitsu-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}

static GBytes *
make_pdf (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = kaitsu_report_make_pdf (result, &error);

  g_assert_no_error (error);
  return bytes;
}

/* What a tool prints about @bytes; NULL and a skipped test without the tool.
 * "@" among the arguments stands for the file. */
static char *
ask_bytes (GBytes *bytes, const char *const *command, gsize *length)
{
  g_autofree char *tool = g_find_program_in_path (command[0]);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) output = NULL;

  if (tool == NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s IS MISSING, nothing was checked", command[0]);
      g_test_skip (message);
      return NULL;
    }
  path = write_temporary (bytes);
  for (guint i = 0; command[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) (g_str_equal (command[i], "@") ? path : command[i]));
  g_ptr_array_add (argv, NULL);

  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *) argv->pdata,
                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_remove (path);
  if (!g_subprocess_get_successful (process))
    g_test_message ("%s: %s", command[0], (const char *) g_bytes_get_data (output, NULL));
  g_assert_true (g_subprocess_get_successful (process));
  *length = g_bytes_get_size (output);
  /* with a NUL behind it, so that text is a string */
  char *copy = g_malloc0 (*length + 1);
  if (*length > 0)
    memcpy (copy, g_bytes_get_data (output, NULL), *length);
  return copy;
}

static char *
ask (GBytes *bytes, const char *const *command)
{
  gsize length;

  return ask_bytes (bytes, command, &length);
}

static char *
get_page_text (GBytes *bytes, const char *page)
{
  const char *const command[] = { "pdftotext", "-layout", "-enc", "UTF-8", "-f", page,
                                  "-l",        page,      "@",    "-",     NULL };

  return ask (bytes, command);
}

static char *
get_text (GBytes *bytes)
{
  const char *const command[] = { "pdftotext", "-layout", "-enc", "UTF-8", "@", "-", NULL };

  return ask (bytes, command);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_test_message ("missing \"%s\" in:\n%s", part, text);
  g_assert_nonnull (strstr (text, part));
}

static guint
count_pages (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (KaitsuPages) pages = kaitsu_pages_new (result, NULL);

  g_assert_nonnull (pages);
  return kaitsu_pages_get_count (pages);
}

static void
test_valid (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);
  const char *const check[] = { "qpdf", "--check", "@", NULL };
  const char *const info[] = { "pdfinfo", "@", NULL };
  g_autoptr (GBytes) bytes = make_pdf (kind);
  g_autofree char *checked = ask (bytes, check);
  g_autofree char *about = ask (bytes, info);
  g_autofree char *pages = g_strdup_printf ("Pages:           %u\n", count_pages (kind));

  if (checked == NULL || about == NULL)
    return;
  assert_has (checked, "No syntax or stream encoding errors found");
  assert_has (about, pages);
  assert_has (about, "Page size:       595.276 x 841.89 pts (A4)");
  assert_has (about, "Tagged:          yes");
  assert_has (about, "Title:           HOME-UNIT 開通チェック報告書 HOME-UNIT");
  assert_has (about, "CreationDate:    Mon Nov 23 ");
  g_test_message ("%s: %u pages, %" G_GSIZE_FORMAT " bytes", sample_get_name (kind),
                  count_pages (kind), g_bytes_get_size (bytes));
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 100 * 1024);
}

/* Each font is embedded, a subset, and can be searched: "yes yes yes". */
static void
test_fonts (gconstpointer data)
{
  const char *const command[] = { "pdffonts", "@", NULL };
  g_autoptr (GBytes) bytes = make_pdf ((SampleKind) GPOINTER_TO_UINT (data));
  g_autofree char *output = ask (bytes, command);
  g_auto (GStrv) lines = output != NULL ? g_strsplit (output, "\n", -1) : NULL;

  for (guint i = 2; lines != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_nonnull (strstr (lines[i], " yes yes yes "));
    }
}

static void
test_router (void)
{
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_ROUTER);
  g_autofree char *first = get_page_text (bytes, "1");
  g_autofree char *second = get_page_text (bytes, "2");
  g_autofree char *all = get_text (bytes);

  if (first == NULL || second == NULL || all == NULL)
    return;
  assert_has (first, "HOME-UNIT 開通チェック報告書");
  assert_has (first, "『HOME サービスをご利用いただけません』");
  assert_has (first, "× 止まっています");
  assert_has (first, "● 通っています");
  assert_has (first, "TCP 9124、9127、");
  assert_has (first, "9992");
  assert_has (first, "お店のルーター（192.168.1.1）で止まっています");
  assert_has (first, "みなと文具店");
  assert_has (first, "1/3");
  assert_has (second, "通信を通していただくお願い");
  assert_has (second, "9124");
  assert_has (second, "ポート転送");
  assert_has (second, "ICMP 3/13");
  assert_has (all, "administratively");
  assert_has (all, "prohibited（送り");
  assert_has (all, "R21 rejected on the way");
  assert_has (all, "3f2a9c04-7d51-4b8e-9a63-0c1e2d3f4a5b");
  g_assert_null (strstr (all, "練習"));
}

/* The letter is left out where there is nobody to write to. */
static void
test_open (void)
{
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_OPEN);
  g_autofree char *all = get_text (bytes);

  if (all == NULL)
    return;
  assert_has (all, "『HOME サービスをご利用いただけます』");
  g_assert_null (strstr (all, "お願い"));
}

/* As a later version, with other units, might write it: sixty ports, each for a
 * purpose of its own. */
static KaitsuResult *
new_endless (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_OPEN);
  g_autoptr (JsonNode) node = kaitsu_result_to_json (result);
  JsonArray *ports = json_object_get_array_member (json_node_get_object (node), "ports");
  g_autofree char *first = json_to_string (json_array_get_element (ports, 0), FALSE);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("tcp/%u", 20000 + i);
      g_autofree char *service = g_strdup_printf ("service-%u", i);
      JsonNode *port = json_from_string (first, &error);
      JsonArray *services = json_array_new ();

      json_array_add_string_element (services, service);
      json_object_set_string_member (json_node_get_object (port), "port", name);
      json_object_set_array_member (json_node_get_object (port), "services", services);
      json_array_add_element (ports, port);
    }
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  KaitsuResult *endless = kaitsu_result_new_from_bytes (bytes, "endless", &error);
  g_assert_no_error (error);
  return endless;
}

/* A table that goes on over a page says again what its columns are. */
static void
test_repeated_header (void)
{
  g_autoptr (KaitsuResult) result = new_endless ();
  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, NULL);
  g_autofree char *first = get_page_text (bytes, "1");
  g_autofree char *second = get_page_text (bytes, "2");

  if (first == NULL || second == NULL)
    return;
  assert_has (first, "止まると困ること");
  assert_has (second, "止まると困ること");
  g_assert_null (strstr (second, "ポートごとの結果"));
  assert_has (second, "TCP 20040");
}

/* The owner's page is one page, and so is the letter, which is the second. */
static void
test_each_its_page (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);

  for (guint i = 0; i < 2; i++)
    {
      kaitsu_i18n_set_language (i == 0 ? "ja" : "en");
      g_autoptr (GBytes) bytes = make_pdf (kind);
      const char *const titles[] = { C_ ("section", "The ports"),
                                     C_ ("section", "Request to let connections through"),
                                     C_ ("section", "Appendix: the measurement") };
      g_autoptr (KaitsuResult) result = sample_new (kind);
      g_autoptr (KaitsuRequest) request = kaitsu_request_new (result);
      const guint appendix = request != NULL ? 3 : 2;

      for (guint page = 1; page <= appendix; page++)
        {
          const guint title = page == appendix ? 2 : page - 1;
          g_autofree char *number = g_strdup_printf ("%u", page);
          g_autofree char *text = get_page_text (bytes, number);

          if (text != NULL)
            assert_has (text, titles[title]);
        }
    }
  kaitsu_i18n_set_language ("ja");
}

/* Page x / y, the number of the report and, in practice, the mark stand on
 * every single sheet. */
static void
test_every_page (void)
{
  const guint n = count_pages (SAMPLE_PRACTICE);
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_PRACTICE);

  g_assert_cmpuint (n, >, 2);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *page = g_strdup_printf ("%u", i);
      g_autofree char *text = get_page_text (bytes, page);
      g_autofree char *number = g_strdup_printf ("%u/%u", i, n);

      if (text == NULL)
        return;
      assert_has (text, "【練習】");
      assert_has (text, "3F2A-9C04");
      assert_has (text, number);
    }
}

/* The head of a record has at least the first line of the record below it. */
static void
test_heads_stay (void)
{
  const guint n = count_pages (SAMPLE_LARGEST);
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_LARGEST);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *page = g_strdup_printf ("%u", i);
      g_autofree char *text = get_page_text (bytes, page);
      const char *rule = text != NULL ? g_strrstr (text, "判定の規則") : NULL;
      const char *below = rule != NULL ? strchr (rule, '\n') : NULL;

      if (below == NULL)
        continue;
      g_assert_false (g_str_has_prefix (below + strspn (below, " \n"), "報告書番号"));
    }
}

static void
test_outline (void)
{
  const char *const command[] = { "qpdf", "--json", "--json-key=outlines", "@", NULL };
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_ROUTER);
  g_autofree char *json = ask (bytes, command);

  if (json == NULL)
    return;
  assert_has (json, "ポートごとの結果");
  assert_has (json, "通信を通していただくお願い");
  assert_has (json, "測定の記録");
}

static void
test_structure (void)
{
  const char *const command[] = { "pdfinfo", "-struct", "@", NULL };
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_ROUTER);
  g_autofree char *tree = ask (bytes, command);

  if (tree == NULL)
    return;
  assert_has (tree, "H1");
  assert_has (tree, "H2");
  assert_has (tree, "Table");
  assert_has (tree, "TR");
  assert_has (tree, "TD");
  assert_has (tree, "TH");
}

/* A screen reader knows which voice to read it in. */
static void
test_language (gconstpointer data)
{
  const char *language = data;
  const char *const command[] = { "qpdf", "--qdf", "--object-streams=disable", "@", "-", NULL };
  g_autofree char *entry = g_strdup_printf ("/Lang (%s)", language);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *file = NULL;

  kaitsu_i18n_set_language (language);
  bytes = make_pdf (SAMPLE_ROUTER);
  kaitsu_i18n_set_language ("ja");
  file = ask (bytes, command);
  if (file != NULL)
    assert_has (file, entry);
}

/* The first page leads to the letter and to the appendix. */
static void
test_links (void)
{
  const char *const command[] = { "qpdf", "--qdf", "--object-streams=disable", "@", "-", NULL };
  g_autoptr (GBytes) router = make_pdf (SAMPLE_ROUTER);
  g_autoptr (GBytes) open = make_pdf (SAMPLE_OPEN);
  g_autofree char *file = ask (router, command);
  g_autofree char *other = ask (open, command);
  guint n = 0;

  if (file == NULL || other == NULL)
    return;
  for (const char *p = file; (p = strstr (p, "/Subtype /Link")) != NULL; p++)
    n++;
  g_assert_cmpuint (n, ==, 2);
  g_assert_nonnull (strstr (other, "/Subtype /Link"));
}

/* The same result, saved and opened again, gives the same bytes. */
static void
test_reproducible (gconstpointer data)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PROVIDER);
  g_autoptr (GBytes) saved = kaitsu_result_to_bytes (result);
  g_autoptr (GError) error = NULL;

  kaitsu_i18n_set_language (data);
  g_autoptr (KaitsuResult) opened = kaitsu_result_new_from_bytes (saved, "saved", &error);
  g_assert_no_error (error);

  g_autoptr (GBytes) first = kaitsu_report_make_pdf (result, &error);
  g_assert_no_error (error);
  g_usleep (1100 * 1000); /* another second of the clock */
  g_autoptr (GBytes) second = kaitsu_report_make_pdf (opened, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) text = kaitsu_report_make_text (result);
  g_autoptr (GBytes) text_again = kaitsu_report_make_text (opened);

  kaitsu_i18n_set_language ("ja");
  g_assert_true (g_bytes_equal (first, second));
  g_assert_true (g_bytes_equal (text, text_again));
}

static void
test_hostile (void)
{
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_HOSTILE);
  g_autofree char *all = get_text (bytes);

  g_assert_cmpuint (count_pages (SAMPLE_HOSTILE), <=, 6);
  if (all == NULL)
    return;
  assert_has (all, "<b>&lt;[31mtxt.exe</b>");
  g_assert_null (strstr (all, "\x1b"));
  g_assert_null (strstr (all, "\u202E"));
}

static gboolean
is_white (const guchar *pixels, int stride, guint x, guint y)
{
  const guchar *pixel = pixels + (gsize) stride * y + 4 * (gsize) x;

  return pixel[0] == 0xff && pixel[1] == 0xff && pixel[2] == 0xff;
}

/* Nothing runs over the margins or into the footer. Returns how much is
 * printed at all. */
static guint
check_page (KaitsuPages *pages, guint page, const char *name)
{
  const guint width = 595;
  const guint height = 842;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 595, 842);
  cairo_t *cr = cairo_create (surface);
  guint printed = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  kaitsu_pages_draw (pages, page, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  const guchar *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const gboolean margin = x < 46 || x > 549 || y < 26 || y > 822 || (y > 785 && y < 798);
        const gboolean white = is_white (pixels, stride, x, y);

        if (margin && !white)
          g_test_message ("%s page %u: ink at %u, %u", name, page + 1, x, y);
        g_assert_true (white || !margin);
        printed += white ? 0 : 1;
      }
  cairo_surface_destroy (surface);
  return printed;
}

/* A page as the pixels of pdftoppm, in @width times @height greys; NULL and a
 * skipped test without the tool. */
static guchar *
rasterise (GBytes *pdf, guint page, guint *width, guint *height)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  const char *const command[] = { "pdftoppm", "-r", "72",   "-gray", "-f",
                                  number,     "-l", number, "@",     NULL };
  gsize length = 0;
  g_autofree char *image = ask_bytes (pdf, command, &length);
  int start = 0;

  if (image == NULL)
    return NULL;
  g_assert_cmpint (sscanf (image, "P5 %u %u 255%n", width, height, &start), ==, 2);
  g_assert_cmpuint (length, ==, (gsize) start + 1 + (gsize) *width * *height);
  return g_memdup2 (image + start + 1, (gsize) *width * *height);
}

static cairo_surface_t *
draw_page (KaitsuPages *pages, guint page, guint width, guint height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width,
                                                         (int) height);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  kaitsu_pages_draw (pages, page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Two pictures of a page are the same if every patch of it is about as dark:
 * letters are drawn a little differently, but none is missing and none
 * elsewhere. */
#define PATCH 16

static guint
compare_patches (const guchar *greys, cairo_surface_t *surface, guint width, guint height)
{
  const guchar *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  guint worst = 0;

  for (guint top = 0; top + PATCH <= height; top += PATCH)
    for (guint left = 0; left + PATCH <= width; left += PATCH)
      {
        int difference = 0;

        for (guint i = 0; i < PATCH * PATCH; i++)
          {
            const guint x = left + i % PATCH, y = top + i / PATCH;
            const guchar *pixel = pixels + (gsize) stride * y + 4 * (gsize) x;
            const int grey = (114 * pixel[0] + 587 * pixel[1] + 299 * pixel[2]) / 1000;
            difference += grey - greys[(gsize) width * y + x];
          }
        worst = MAX (worst, (guint) ABS (difference) / (PATCH * PATCH));
      }
  return worst;
}

/* What a reader of the file sees is what was laid out. */
static void
test_picture (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (KaitsuPages) pages = kaitsu_pages_new (result, NULL);
  g_autoptr (GBytes) pdf = kaitsu_report_make_pdf (result, NULL);

  for (guint page = 0; page < kaitsu_pages_get_count (pages); page++)
    {
      guint width, height;
      g_autofree guchar *greys = rasterise (pdf, page, &width, &height);

      if (greys == NULL)
        return;
      cairo_surface_t *surface = draw_page (pages, page, width, height);
      const guint worst = compare_patches (greys, surface, width, height);
      g_test_message ("%s page %u: %u", sample_get_name (kind), page + 1, worst);
      g_assert_cmpuint (worst, <, 24);
      cairo_surface_destroy (surface);
    }
}

static void
check_margins (SampleKind kind)
{
  g_autoptr (KaitsuResult) result = sample_new (kind);
  g_autoptr (KaitsuPages) pages = kaitsu_pages_new (result, NULL);

  g_assert_nonnull (pages);
  for (guint i = 0; i < kaitsu_pages_get_count (pages); i++)
    g_assert_cmpuint (check_page (pages, i, sample_get_name (kind)), >, 1500);
}

static void
test_margins (gconstpointer data)
{
  const SampleKind kind = (SampleKind) GPOINTER_TO_UINT (data);

  check_margins (kind);
  kaitsu_i18n_set_language ("en");
  check_margins (kind);
  kaitsu_i18n_set_language ("ja");
}

/* Whatever stops each port, and whoever is to be asked: the page gets smaller
 * as a whole before anything of it goes to the next one. */
static void
test_smaller (void)
{
  static const KaitsuParty parties[] = { KAITSU_PARTY_PC, KAITSU_PARTY_ROUTER,
                                         KAITSU_PARTY_PROVIDER };
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_LARGEST);
  GListModel *ports = kaitsu_result_get_ports (result);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;

      finding.light = i % 5 == 4 ? KAITSU_LIGHT_YELLOW : KAITSU_LIGHT_RED;
      finding.reason = i % 5 == 4 ? KAITSU_REASON_NO_EVIDENCE : KAITSU_REASON_DROPPED;
      for (guint j = 0; finding.light == KAITSU_LIGHT_RED && j < 1 + i % 2; j++)
        kaitsu_finding_add_suspect (&finding, parties[(i + j) % G_N_ELEMENTS (parties)]);
      kaitsu_port_result_set_finding (port, &finding);
    }

  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, &error);
  g_assert_no_error (error);
  g_autofree char *first = get_page_text (bytes, "1");
  g_autofree char *second = get_page_text (bytes, "2");
  if (first == NULL || second == NULL)
    return;
  assert_has (first, "TCP 587");
  assert_has (first, "お知らせは必ずお読みください");
  assert_has (second, "通信を通していただくお願い");
}

/* A result that a file brought may be red and name nobody. */
static void
test_nobody (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_LARGEST);
  KaitsuPortResult *port = sample_get_port (result, "tcp/80");
  g_auto (KaitsuFinding) finding = KAITSU_FINDING_INIT;
  g_autoptr (GError) error = NULL;

  finding.light = KAITSU_LIGHT_RED;
  finding.reason = KAITSU_REASON_DROPPED;
  kaitsu_port_result_set_finding (port, &finding);
  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, &error);
  g_assert_no_error (error);
}

/* The request alone: what is asked for is on its first page, and nothing else
 * of the report is in it. */
static void
test_letter (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = kaitsu_report_make_letter_pdf (result, &error);
  g_autofree char *first = NULL;
  g_autofree char *all = NULL;

  g_assert_no_error (error);
  first = get_page_text (bytes, "1");
  all = get_text (bytes);
  if (first == NULL || all == NULL)
    return;
  assert_has (first, "9124");
  assert_has (first, "通信を通していただくお願い");
  g_assert_null (strstr (all, "HOME サービスをご利用いただけません"));
}

/* An English report, too, has Japanese names in it. */
static void
test_english (void)
{
  kaitsu_i18n_set_language ("en");
  g_autoptr (GBytes) bytes = make_pdf (SAMPLE_ROUTER);
  kaitsu_i18n_set_language ("ja");
  g_autofree char *all = get_text (bytes);

  if (all == NULL)
    return;
  assert_has (all, "“HOME services cannot be used”");
  assert_has (all, "Request to let connections through");
  assert_has (all, "みなと文具店");
}

static void
run_without_fonts (const char *directory)
{
  if (g_test_subprocess ())
    {
      g_autoptr (KaitsuResult) result = sample_new (SAMPLE_ROUTER);
      g_autoptr (GError) error = NULL;
      g_setenv ("KAITSU_DATADIR", "/nonexistent", TRUE);
      g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, &error);
      g_autoptr (GBytes) text = kaitsu_report_make_text (result);

      g_assert_null (bytes);
      g_assert_error (error, KAITSU_REPORT_ERROR, KAITSU_REPORT_ERROR_NO_FONT);
      g_assert_nonnull (strstr (error->message, "フォント"));
      g_assert_cmpuint (g_bytes_get_size (text), >, 1000);
      return;
    }

  g_autofree char *path = NULL;
  g_autofree char *content =
      g_strdup_printf ("<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n"
                       "<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n",
                       directory, g_get_tmp_dir ());
  int fd = g_file_open_tmp ("kaitsu-fonts-XXXXXX.conf", &path, NULL);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  g_setenv ("FONTCONFIG_FILE", path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("FONTCONFIG_FILE");
  g_remove (path);
  g_test_trap_assert_passed ();
}

/* Without a font for Japanese, our own included, there is an error, never a
 * page of boxes. */
static void
test_no_font (void)
{
  run_without_fonts ("/nonexistent");
}

static void
test_no_japanese_font (void)
{
  const char *western = "/usr/share/fonts/truetype/dejavu";

  if (!g_file_test (western, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("NO WESTERN FONTS, nothing was checked");
      return;
    }
  run_without_fonts (western);
}

static void
add_for_samples (const char *name, GTestDataFunc func)
{
  for (guint kind = 0; kind < N_SAMPLES; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/pdf/%s/%s", name, sample_get_name (kind));
      g_test_add_data_func (path, GUINT_TO_POINTER (kind), func);
    }
}

/* Dozens of packets of the hop trace are one line of the record. */
static void
test_way (void)
{
  g_autoptr (KaitsuResult) result = sample_new (SAMPLE_PROVIDER);
  g_autoptr (GBytes) bytes = kaitsu_report_make_pdf (result, NULL);
  g_autofree char *text = get_text (bytes);

  assert_has (text, "記録 15 回、3 台目まで届きました");
  g_assert_null (strstr (text, "TTL "));
}

int
main (int argc, char **argv)
{
  kaitsu_i18n_init ("ja");
  /* pdfinfo prints dates in this zone. */
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  g_test_init (&argc, &argv, NULL);

  add_for_samples ("valid", test_valid);
  add_for_samples ("fonts", test_fonts);
  add_for_samples ("each-its-page", test_each_its_page);
  add_for_samples ("margins", test_margins);
  add_for_samples ("picture", test_picture);
  g_test_add_func ("/pdf/router", test_router);
  g_test_add_func ("/pdf/open", test_open);
  g_test_add_func ("/pdf/repeated-header", test_repeated_header);
  g_test_add_func ("/pdf/every-page", test_every_page);
  g_test_add_func ("/pdf/heads-stay", test_heads_stay);
  g_test_add_func ("/pdf/outline", test_outline);
  g_test_add_func ("/pdf/structure", test_structure);
  g_test_add_data_func ("/pdf/language/ja", "ja", test_language);
  g_test_add_data_func ("/pdf/language/en", "en", test_language);
  g_test_add_func ("/pdf/links", test_links);
  g_test_add_data_func ("/pdf/reproducible/ja", "ja", test_reproducible);
  g_test_add_data_func ("/pdf/reproducible/en", "en", test_reproducible);
  g_test_add_func ("/pdf/hostile", test_hostile);
  g_test_add_func ("/pdf/letter", test_letter);
  g_test_add_func ("/pdf/smaller", test_smaller);
  g_test_add_func ("/pdf/nobody", test_nobody);
  g_test_add_func ("/pdf/english", test_english);
  g_test_add_func ("/pdf/no-font", test_no_font);
  g_test_add_func ("/pdf/no-japanese-font", test_no_japanese_font);
  g_test_add_func ("/pdf/way", test_way);
  return g_test_run ();
}
