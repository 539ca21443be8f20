/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-practice-places.h"

#include "kaitsu-practice-hole.h"
#include "kaitsu-practice-responder.h"
#include "kaitsu-practice-service.h"
#include "kaitsu-practice-trust.h"

/* Addresses that the kernel turns down with ENETUNREACH in connect (), before
 * a packet is made: no TCP connection goes to a broadcast address, nor to a
 * multicast one. Both belong to this PC alone (RFC 1122 section 3.2.1.3, RFC
 * 4291 section 2.7). */
#define UNREACHABLE_IPV4 "127.255.255.255"
#define UNREACHABLE_IPV6 "ff01::1"

/* A rule and what was set up for it. */
typedef struct {
  const KaitsuPracticeRule *rule;
  GObject *server;
  GSocketAddress *address;
} Place;

struct _KaitsuPracticePlaces {
  GArray *places;
  KaitsuPracticeHole *silence_ipv6;
};

static void
place_clear (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->server);
  g_clear_object (&place->address);
}

/* (out): NULL for a server without TLS */
static gboolean
load_cover (KaitsuPracticeCover cover, GTlsCertificate **certificate, GError **error)
{
  switch (cover)
    {
    case KAITSU_PRACTICE_COVER_NONE:
      *certificate = NULL;
      return TRUE;
    case KAITSU_PRACTICE_COVER_TRUSTED:
      *certificate = kaitsu_practice_trust_load_certificate ("practice-server", error);
      return *certificate != NULL;
    case KAITSU_PRACTICE_COVER_INTERCEPTED:
      *certificate = kaitsu_practice_trust_load_certificate ("practice-proxy", error);
      return *certificate != NULL;
    }

  g_assert_not_reached ();
}

static gboolean
set_up_service (Place *place, KaitsuTargets *targets, guint slow_ms, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  KaitsuPracticeService *service;

  if (!load_cover (place->rule->cover, &certificate, error))
    return FALSE;

  service = kaitsu_practice_service_new (place->rule->play, certificate, targets, slow_ms, error);
  if (service == NULL)
    return FALSE;

  place->server = G_OBJECT (service);
  place->address = g_object_ref (kaitsu_practice_service_get_address (service));
  return TRUE;
}

static gboolean
set_up_responder (Place *place, guint slow_ms, GError **error)
{
  KaitsuPort port = { place->rule->protocol, place->rule->number };
  KaitsuPracticeResponder *responder
      = kaitsu_practice_responder_new (place->rule->play, port, slow_ms, error);

  if (responder == NULL)
    return FALSE;

  place->server = G_OBJECT (responder);
  place->address = g_object_ref (kaitsu_practice_responder_get_address (responder));
  return TRUE;
}

static gboolean
set_up_hole (Place *place, GError **error)
{
  KaitsuPracticeHole *hole = kaitsu_practice_hole_new (place->rule->play, place->rule->protocol,
                                                       G_SOCKET_FAMILY_IPV4, error);

  if (hole == NULL)
    return FALSE;

  place->server = G_OBJECT (hole);
  place->address = g_object_ref (kaitsu_practice_hole_get_address (hole));
  return TRUE;
}

static gboolean
set_up (Place *place, KaitsuTargets *targets, guint slow_ms, GError **error)
{
  switch (place->rule->play)
    {
    case KAITSU_PRACTICE_PLAY_WEB:
    case KAITSU_PRACTICE_PLAY_LOGIN:
    case KAITSU_PRACTICE_PLAY_MAIL:
    case KAITSU_PRACTICE_PLAY_CUT:
      return set_up_service (place, targets, slow_ms, error);
    case KAITSU_PRACTICE_PLAY_TIME:
    case KAITSU_PRACTICE_PLAY_DHCP:
    case KAITSU_PRACTICE_PLAY_RESPONDER:
      return set_up_responder (place, slow_ms, error);
    case KAITSU_PRACTICE_PLAY_SILENT:
    case KAITSU_PRACTICE_PLAY_CLOSED:
      return set_up_hole (place, error);
    case KAITSU_PRACTICE_PLAY_UNREACHABLE:
      return TRUE;
    }

  g_assert_not_reached ();
}

static gboolean
add_places (KaitsuPracticePlaces *self,
            const KaitsuPracticeRule *rules,
            gsize n_rules,
            KaitsuTargets *targets,
            guint slow_ms,
            GError **error)
{
  for (gsize i = 0; i < n_rules; i++)
    {
      Place place = { &rules[i], NULL, NULL };

      if (!set_up (&place, targets, slow_ms, error))
        return FALSE;
      g_array_append_val (self->places, place);
    }

  return TRUE;
}

/**
 * kaitsu_practice_places_new:
 * @scenario: what is played
 * @targets: whose known pages are shown
 * @slow_ms: milliseconds that are added before first answers
 *
 * Opens a server or a hole for every rule, on the thread-default main
 * context.
 *
 * Returns: (transfer full): the places; %NULL with an error of G_IO_ERROR if
 *   one cannot bind, of G_TLS_ERROR if GIO has no TLS
 */
KaitsuPracticePlaces *
kaitsu_practice_places_new (const KaitsuPracticeScenario *scenario,
                            KaitsuTargets *targets,
                            guint slow_ms,
                            GError **error)
{
  g_autoptr (KaitsuPracticePlaces) self = g_new0 (KaitsuPracticePlaces, 1);
  gsize n_own, n_usual;
  const KaitsuPracticeRule *own = kaitsu_practice_scenario_get_rules (scenario, &n_own);
  const KaitsuPracticeRule *usual = kaitsu_practice_usual_rules (&n_usual);

  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  if (!add_places (self, own, n_own, targets, slow_ms, error)
      || !add_places (self, usual, n_usual, targets, slow_ms, error))
    return NULL;

  /* a kernel without IPv6 cannot ask for it either */
  self->silence_ipv6 = kaitsu_practice_hole_new (
      KAITSU_PRACTICE_PLAY_SILENT, KAITSU_PROTOCOL_UDP, G_SOCKET_FAMILY_IPV6, NULL);
  return g_steal_pointer (&self);
}

/**
 * kaitsu_practice_places_free:
 * @self: (transfer full): places; their servers hang up
 */
void
kaitsu_practice_places_free (KaitsuPracticePlaces *self)
{
  g_array_unref (self->places);
  g_clear_object (&self->silence_ipv6);
  g_free (self);
}

static const Place *
find_place (KaitsuPracticePlaces *self, KaitsuPort port)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (kaitsu_practice_rule_matches (place->rule, port))
        return place;
    }

  g_assert_not_reached ();
}

/**
 * kaitsu_practice_places_get_rule:
 * @self: places
 * @port: a port
 *
 * Returns: (transfer none): what @port plays
 */
const KaitsuPracticeRule *
kaitsu_practice_places_get_rule (KaitsuPracticePlaces *self, KaitsuPort port)
{
  return find_place (self, port)->rule;
}

/* The practice network has no IPv6; what loopback has for "no way" is not
 * the same for TCP and UDP, see UNREACHABLE above and the scenario offline. */
static GSocketAddress *
route_ipv6 (KaitsuPracticePlaces *self, KaitsuPort port)
{
  if (port.protocol == KAITSU_PROTOCOL_TCP || self->silence_ipv6 == NULL)
    return g_inet_socket_address_new_from_string (UNREACHABLE_IPV6, port.number);
  return g_object_ref (kaitsu_practice_hole_get_address (self->silence_ipv6));
}

/**
 * kaitsu_practice_places_route:
 * @self: places
 * @family: of the target's address
 * @port: a port
 *
 * Returns: (transfer full): where packets for @port go: always this PC
 */
GSocketAddress *
kaitsu_practice_places_route (KaitsuPracticePlaces *self, GSocketFamily family, KaitsuPort port)
{
  const Place *place = find_place (self, port);

  if (family == G_SOCKET_FAMILY_IPV6)
    return route_ipv6 (self, port);
  if (place->address == NULL)
    return g_inet_socket_address_new_from_string (UNREACHABLE_IPV4, port.number);
  return g_object_ref (place->address);
}
