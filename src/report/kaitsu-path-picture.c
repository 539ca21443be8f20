/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-path-picture.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-explain.h"
#include "kaitsu-text.h"
#include "kaitsu-texts.h"
#include "kaitsu-wording.h"

/* No way through the Internet is longer; a file may say anything. */
#define MAX_DEVICES 64

#define MAX_ADDRESS_CHARS 45

/* More lines than this are not a picture any more: then ports are told apart
 * by who stops them, and no longer by the device. */
#define MAX_LINES 6

static void
place_free (gpointer data)
{
  KaitsuPathPlace *place = data;

  g_free (place->name);
  g_free (place->address);
  g_free (place);
}

static void
line_free (gpointer data)
{
  KaitsuPathLine *line = data;

  g_free (line->ports);
  g_free (line->words);
  g_free (line);
}

/* --- the places --- */

static void
add_place (KaitsuPathPicture *self,
           KaitsuParty party,
           const char *name,
           const char *address,
           guint first,
           guint last)
{
  KaitsuPathPlace *place = g_new0 (KaitsuPathPlace, 1);
  g_autofree char *clean = kaitsu_text_clean (address, -1, MAX_ADDRESS_CHARS);

  place->party = party;
  place->name = g_strdup (name);
  place->address = *clean != '\0' ? g_steal_pointer (&clean) : NULL;
  place->first = first;
  place->last = last;
  g_ptr_array_add (self->places, place);
}

static const KaitsuHop *
find_hop (KaitsuResult *result, guint number)
{
  GPtrArray *path = kaitsu_result_get_path (result);

  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      if (hop->hop == number)
        return hop;
    }
  return NULL;
}

/* Where devices of @party begin and end; @first and @last stay as they are if
 * there are none. Only devices from @from on are asked. */
static void
find_party (KaitsuResult *result, KaitsuParty party, guint from, guint *first, guint *last)
{
  gboolean found = FALSE;

  for (guint number = from; number < MAX_DEVICES; number++)
    {
      const KaitsuHop *hop = find_hop (result, number);

      if (hop == NULL || hop->party != party)
        continue;
      if (!found)
        *first = number;
      *last = number;
      found = TRUE;
    }
}

/* How many devices away the other side is. */
static guint
count_devices (KaitsuResult *result)
{
  GPtrArray *path = kaitsu_result_get_path (result);
  GListModel *ports = kaitsu_result_get_ports (result);
  guint length = 0;

  for (guint i = 0; i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      const guint behind = hop->party == KAITSU_PARTY_DESTINATION ? 0 : 1;
      length = MAX (length, MIN (hop->hop, MAX_DEVICES) + behind);
    }
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      length = MAX (length, kaitsu_port_result_get_finding (port)->total_hops);
    }
  return MIN (length, MAX_DEVICES);
}

static void
note_heard (KaitsuPathPicture *self, KaitsuResult *result)
{
  for (guint number = 0; number <= self->length; number++)
    {
      const KaitsuHop *hop = find_hop (result, number);
      gboolean heard = number == 0 || number == self->length || !self->traced
                       || (hop != NULL && hop->address != NULL);
      g_array_append_val (self->heard, heard);
    }
}

static const char *
get_address (KaitsuResult *result, guint number)
{
  const KaitsuHop *hop = find_hop (result, number);

  return hop != NULL ? hop->address : NULL;
}

/* What is "the router" to this PC is then the other end of the tunnel, and
 * whose devices lie in between nobody sees. */
static void
fill_places_of_vpn (KaitsuPathPicture *self, KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);

  add_place (self, KAITSU_PARTY_ROUTER, C_ ("place", "Shop's router"), NULL, 1, 1);
  add_place (self, KAITSU_PARTY_UNKNOWN, C_ ("place", "VPN"),
             kaitsu_network_get_router (network), 2, 2);
  self->length = 3;
  self->traced = FALSE;
}

/* The router by its address, and who follows it. */
static void
fill_places_of_line (KaitsuPathPicture *self, KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);
  guint inner = 1, inner_last = 1;

  add_place (self, KAITSU_PARTY_ROUTER, C_ ("place", "Shop's router"),
             kaitsu_network_get_router (network), 1, 1);

  if (kaitsu_result_find_notice (result, KAITSU_NOTICE_KIND_DOUBLE_NAT) != NULL)
    inner = inner_last = 2;
  find_party (result, KAITSU_PARTY_ROUTER, 2, &inner, &inner_last);
  if (inner > 1)
    add_place (self, KAITSU_PARTY_ROUTER, C_ ("place", "Second router"),
               get_address (result, inner), inner, inner_last);

  guint outer = inner_last + 1;
  guint outer_last = outer;
  find_party (result, KAITSU_PARTY_PROVIDER, outer, &outer, &outer_last);
  add_place (self, KAITSU_PARTY_PROVIDER, C_ ("place", "Provider"),
             outer == outer_last ? get_address (result, outer) : NULL, outer, outer_last);

  self->length = MAX (self->length, outer_last + 1);
}

static void
fill_places (KaitsuPathPicture *self, KaitsuResult *result)
{
  const KaitsuNetwork *network = kaitsu_result_get_network (result);

  self->length = count_devices (result);
  self->traced = self->length > 0;
  add_place (self, KAITSU_PARTY_PC, C_ ("place", "This PC"), network->address, 0, 0);
  if (kaitsu_result_find_notice (result, KAITSU_NOTICE_KIND_VPN) != NULL)
    fill_places_of_vpn (self, result);
  else
    fill_places_of_line (self, result);
  add_place (self, KAITSU_PARTY_DESTINATION, C_ ("place", "Other side"), NULL, self->length,
             self->length);
  note_heard (self, result);
}

/* --- the lines --- */

/* From the nearest to the farthest place of the suspects; the whole way if
 * there are none. */
static void
find_range (const KaitsuPathPicture *self, const KaitsuFinding *finding, double *near, double *far)
{
  gboolean found = FALSE;

  *near = 0;
  *far = self->length;
  for (guint i = 0; i < self->places->len; i++)
    {
      KaitsuPathPlace *place = g_ptr_array_index (self->places, i);

      if (!kaitsu_finding_suspects (finding, place->party))
        continue;
      place->suspect |= finding->light == KAITSU_LIGHT_RED;
      if (!found)
        *near = place->first;
      *far = place->last;
      found = TRUE;
    }
}

/* The device that turned it away, 0 if it is not on the way as it was traced. */
static guint
find_offender (KaitsuResult *result, const KaitsuFinding *finding)
{
  GPtrArray *path = kaitsu_result_get_path (result);

  for (guint i = 0; finding->offender != NULL && i < path->len; i++)
    {
      const KaitsuHop *hop = g_ptr_array_index (path, i);
      if (g_strcmp0 (hop->address, finding->offender) == 0)
        return hop->hop;
    }
  return finding->offender != NULL ? finding->hop : 0;
}

static void
place_red (const KaitsuPathPicture *self,
           KaitsuPathLine *line,
           KaitsuResult *result,
           const KaitsuFinding *finding,
           gboolean plain)
{
  const guint offender = plain ? 0 : find_offender (result, finding);
  double near, far;

  find_range (self, finding, &near, &far);
  line->seen = near;
  line->mark = (near + far) / 2;
  if (offender > 0)
    line->seen = line->mark = CLAMP (offender, near, far);
  else if (!plain && finding->total_hops > 0)
    {
      line->mark = CLAMP (finding->verified_hop + 0.5, near, far);
      line->seen = finding->verified_hop;
    }
}

static void
place_yellow (KaitsuPathLine *line, const KaitsuFinding *finding, gboolean plain)
{
  line->mark = line->end / 2;
  if (finding->reason == KAITSU_REASON_REFUSED_BY_DESTINATION)
    line->seen = line->mark = line->end;
  else if (finding->reason == KAITSU_REASON_NO_EVIDENCE && !plain && finding->verified_hop > 0)
    {
      line->mark = finding->verified_hop + 0.5;
      line->seen = finding->verified_hop;
    }
}

static char *
dup_words (KaitsuPortResult *port, gboolean plain)
{
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);
  const char *light = kaitsu_light_text (finding->light);
  g_autofree char *suspects = kaitsu_explain_suspects (port);
  g_autofree char *words = NULL;

  if (finding->light == KAITSU_LIGHT_GREEN)
    return g_strdup (kaitsu_port_stays_in_lan (kaitsu_port_result_get_port (port))
                         ? C_ ("path", "Gets through (only inside the shop)")
                         : light);
  if (plain)
    words = g_strdup (light);
  else if (suspects != NULL)
    words = g_strdup_printf (C_ ("path", "Blocked by %s"), suspects);
  else
    words = kaitsu_wording_field (light, kaitsu_explain_reason (port));

  if (plain || finding->offender != NULL || finding->verified_hop == 0
      || finding->verified_hop >= finding->total_hops)
    return g_steal_pointer (&words);
  return g_strdup_printf (C_ ("path", "%s (seen as far as device %u of %u)"), words,
                          finding->verified_hop, finding->total_hops);
}

static KaitsuPathLine *
make_line (KaitsuPathPicture *self, KaitsuResult *result, KaitsuPortResult *port, gboolean plain)
{
  KaitsuPathLine *line = g_new0 (KaitsuPathLine, 1);
  const KaitsuFinding *finding = kaitsu_port_result_get_finding (port);

  line->light = finding->light;
  line->words = dup_words (port, plain);
  line->end = kaitsu_port_stays_in_lan (kaitsu_port_result_get_port (port)) ? 1 : self->length;
  switch (finding->light)
    {
    case KAITSU_LIGHT_GREEN:
      line->seen = line->end;
      line->mark = line->end;
      break;
    case KAITSU_LIGHT_RED:
      place_red (self, line, result, finding, plain);
      break;
    case KAITSU_LIGHT_YELLOW:
      place_yellow (line, finding, plain);
      break;
    case KAITSU_LIGHT_NONE:
      line->end = self->length; /* nothing was sent: one line is enough for all */
      line->mark = 0.5;
      break;
    }
  line->mark = MIN (line->mark, line->end);
  line->seen = MIN (line->seen, line->mark);
  return line;
}

static gboolean
are_same (const KaitsuPathLine *a, const KaitsuPathLine *b)
{
  return a->light == b->light && a->seen == b->seen && a->mark == b->mark && a->end == b->end
         && g_str_equal (a->words, b->words);
}

/* Lines under way, each with the ports that it is about so far. */
typedef struct
{
  KaitsuPathLine *line;
  KaitsuRole role;
  GPtrArray *ports;
} Bundle;

static void
bundle_clear (gpointer data)
{
  Bundle *bundle = data;

  g_clear_pointer (&bundle->line, line_free);
  g_ptr_array_unref (bundle->ports);
}

/* Where something is amiss, it matters whether the port is required. */
static gboolean
tells_roles (const KaitsuPathLine *line)
{
  return line->light == KAITSU_LIGHT_RED || line->light == KAITSU_LIGHT_YELLOW;
}

static void
sort_in (GArray *bundles, KaitsuPathLine *line, KaitsuPortResult *port)
{
  const KaitsuRole role = kaitsu_port_result_get_role (port);

  for (guint i = 0; i < bundles->len; i++)
    {
      const Bundle *bundle = &g_array_index (bundles, Bundle, i);

      if (!are_same (bundle->line, line) || (bundle->role != role && tells_roles (line)))
        continue;
      g_ptr_array_add (bundle->ports, g_object_ref (port));
      line_free (line);
      return;
    }

  Bundle bundle = { line, role, g_ptr_array_new_with_free_func (g_object_unref) };
  g_ptr_array_add (bundle.ports, g_object_ref (port));
  g_array_append_val (bundles, bundle);
}

static GArray *
bundle_ports (KaitsuPathPicture *self, KaitsuResult *result, gboolean plain)
{
  GListModel *ports = kaitsu_result_get_ports (result);
  GArray *bundles = g_array_new (FALSE, FALSE, sizeof (Bundle));

  g_array_set_clear_func (bundles, bundle_clear);
  for (guint i = 0; i < g_list_model_get_n_items (ports); i++)
    {
      g_autoptr (KaitsuPortResult) port = g_list_model_get_item (ports, i);
      sort_in (bundles, make_line (self, result, port, plain), port);
    }
  return bundles;
}

static gint
compare_ports (gconstpointer a, gconstpointer b)
{
  return kaitsu_port_compare (kaitsu_port_result_get_port (*(KaitsuPortResult *const *) a),
                              kaitsu_port_result_get_port (*(KaitsuPortResult *const *) b));
}

static void
take_lines (KaitsuPathPicture *self, GArray *bundles, KaitsuLight light)
{
  for (guint i = 0; i < bundles->len; i++)
    {
      Bundle *bundle = &g_array_index (bundles, Bundle, i);

      if (bundle->line == NULL || bundle->line->light != light)
        continue;

      KaitsuPathLine *line = g_steal_pointer (&bundle->line);
      g_ptr_array_sort (bundle->ports, compare_ports);
      g_autofree char *ports = kaitsu_wording_ports (bundle->ports);
      if (bundle->role == KAITSU_ROLE_ADVISORY && tells_roles (line))
        line->ports = g_strdup_printf (C_ ("port and its role", "%s (%s)"), ports,
                                       kaitsu_role_text (KAITSU_ROLE_ADVISORY));
      else
        line->ports = g_steal_pointer (&ports);
      g_ptr_array_add (self->lines, line);
    }
}

static void
fill_lines (KaitsuPathPicture *self, KaitsuResult *result)
{
  static const KaitsuLight order[] = { KAITSU_LIGHT_RED, KAITSU_LIGHT_YELLOW, KAITSU_LIGHT_NONE,
                                       KAITSU_LIGHT_GREEN };
  g_autoptr (GArray) bundles = bundle_ports (self, result, FALSE);

  if (bundles->len > MAX_LINES)
    {
      g_array_unref (bundles);
      bundles = bundle_ports (self, result, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    take_lines (self, bundles, order[i]);
}

/**
 * kaitsu_path_picture_new:
 * @result: a result; nothing of it is kept
 *
 * Places are as far apart as their devices, as far as the path of the result
 * and the ports' verified hops tell. A second router is shown if the result
 * says that there is one.
 *
 * Returns: (transfer full): the picture, in the current language
 */
KaitsuPathPicture *
kaitsu_path_picture_new (KaitsuResult *result)
{
  g_return_val_if_fail (KAITSU_IS_RESULT (result), NULL);

  KaitsuPathPicture *self = g_new0 (KaitsuPathPicture, 1);

  self->places = g_ptr_array_new_with_free_func (place_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->heard = g_array_new (FALSE, TRUE, sizeof (gboolean));
  fill_places (self, result);
  fill_lines (self, result);
  return self;
}

/**
 * kaitsu_path_picture_free:
 * @self: (transfer full): a picture
 */
void
kaitsu_path_picture_free (KaitsuPathPicture *self)
{
  g_ptr_array_unref (self->places);
  g_ptr_array_unref (self->lines);
  g_array_unref (self->heard);
  g_free (self);
}

/**
 * kaitsu_path_picture_dup_text:
 * @self: a picture
 *
 * Returns: (transfer full): all that the picture shows, in lines: the places
 *   in their order, then each group of ports with its shape; for a screen
 *   reader and for the text report
 */
char *
kaitsu_path_picture_dup_text (const KaitsuPathPicture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->places->len; i++)
    {
      const KaitsuPathPlace *place = g_ptr_array_index (self->places, i);

      if (i > 0)
        g_string_append (text, " → ");
      g_string_append (text, place->name);
      if (place->address != NULL)
        g_string_append_printf (text, C_ ("address of a place", " (%s)"), place->address);
    }
  for (guint i = 0; i < self->lines->len; i++)
    {
      const KaitsuPathLine *line = g_ptr_array_index (self->lines, i);

      g_string_append_printf (text, "\n%s %s %s", kaitsu_light_symbol (line->light), line->ports,
                              line->words);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
