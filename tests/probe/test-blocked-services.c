/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include <errno.h>

#include "kaitsu-nick.h"
#include "spaces.h"

/*
 * The probes that speak a protocol must see a blocked way as exactly as the
 * plain TCP and UDP probes do, although libraries hold their sockets.
 */

#define LONG_MS 20000
#define SHORT_MS 400

#define FORWARD "nft add table inet t;" \
                "nft 'add chain inet t f { type filter hook forward priority 0; }';"
#define OUTPUT "nft add table inet t;" \
               "nft 'add chain inet t f { type filter hook output priority 0; }';"
#define RULE "nft add rule inet t f ip daddr " SPACES_DESTINATION " "

typedef struct {
  const char *name;
  KaitsuProbeKind kind;
  guint16 port;
} Service;

static const Service services[] = {
  { "http", KAITSU_PROBE_KIND_HTTP, 80 },
  { "https", KAITSU_PROBE_KIND_HTTPS, 443 },
  { "portal", KAITSU_PROBE_KIND_PORTAL, 80 },
  { "smtps", KAITSU_PROBE_KIND_SMTPS, 465 },
  { "submission", KAITSU_PROBE_KIND_SUBMISSION, 587 },
  { "ntp", KAITSU_PROBE_KIND_NTP, 123 },
};

typedef struct {
  const char *name;
  gboolean tcp;
  gboolean udp;
  Space space;
  const char *command;
  KaitsuOutcome outcome;
  int error_number;
  int type;
  int code;
  const char *offender;
} Blocked;

static const Blocked blocked[] = {
  { "router-drop", TRUE, TRUE, SPACE_ROUTER, FORWARD RULE "drop", KAITSU_OUTCOME_SILENT, 0, -1, -1,
    NULL },
  { "router-reset", TRUE, FALSE, SPACE_ROUTER, FORWARD RULE "tcp sport != 0 reject with tcp reset",
    KAITSU_OUTCOME_REFUSED, ECONNREFUSED, -1, -1, NULL },
  { "router-prohibits", TRUE, TRUE, SPACE_ROUTER,
    FORWARD RULE "reject with icmp type admin-prohibited", KAITSU_OUTCOME_ICMP, EHOSTUNREACH, 3,
    13, SPACES_ROUTER },
  { "router-port", TRUE, TRUE, SPACE_ROUTER, FORWARD RULE "reject with icmp type port-unreachable",
    KAITSU_OUTCOME_ICMP, ECONNREFUSED, 3, 3, SPACES_ROUTER },
  { "pc-prohibits", TRUE, FALSE, SPACE_PC, OUTPUT RULE "reject with icmp type admin-prohibited",
    KAITSU_OUTCOME_LOCAL, EHOSTUNREACH, 3, 13, SPACES_PC },
  { "pc-drop", TRUE, FALSE, SPACE_PC, OUTPUT RULE "drop", KAITSU_OUTCOME_SILENT, 0, -1, -1, NULL },
  { "pc-drop-udp", FALSE, TRUE, SPACE_PC, OUTPUT RULE "drop", KAITSU_OUTCOME_LOCAL, EPERM, -1, -1,
    NULL },
  { "route-prohibit", TRUE, TRUE, SPACE_PC, "ip route add prohibit " SPACES_DESTINATION,
    KAITSU_OUTCOME_LOCAL, EACCES, -1, -1, NULL },
  { "no-route", TRUE, TRUE, SPACE_PC, "ip route del default", KAITSU_OUTCOME_UNREACHABLE,
    ENETUNREACH, -1, -1, NULL },
};

typedef struct {
  const Service *service;
  const Blocked *blocked;
} Case;

static KaitsuProbeRequest *
make_request (const Service *service, guint timeout_ms)
{
  KaitsuProbeRequest *request
      = spaces_request (service->kind, SPACES_DESTINATION, service->port, timeout_ms);

  if (service->kind == KAITSU_PROBE_KIND_NTP)
    request->port.protocol = KAITSU_PROTOCOL_UDP;
  if (service->kind == KAITSU_PROBE_KIND_PORTAL)
    {
      g_free (request->host);
      request->host = g_strdup ("http://portal.example/");
    }
  return request;
}

static void
test_blocked (gconstpointer data)
{
  const Case *c = data;
  const Blocked *row = c->blocked;
  g_autoptr (KaitsuNet) net = kaitsu_net_new ();
  g_autoptr (KaitsuProbeRequest) request = make_request (
      c->service, row->outcome == KAITSU_OUTCOME_SILENT ? SHORT_MS : LONG_MS);
  g_autoptr (KaitsuObservation) seen = NULL;
  guint before;

  if (!spaces_require ())
    return;
  spaces_run (row->space, "%s", row->command);
  before = spaces_count_sockets ();
  seen = spaces_try (net, request);
  spaces_assert_outcome (seen, row->outcome);
  g_assert_cmpint (seen->error_number, ==, row->error_number);
  g_assert_cmpint (seen->icmp.type, ==, row->type);
  g_assert_cmpint (seen->icmp.code, ==, row->code);
  g_assert_cmpstr (seen->icmp.offender, ==, row->offender);
  g_assert_cmpuint (spaces_count_sockets (), ==, before);
}

int
main (int argc, char *argv[])
{
  spaces_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (blocked); j++)
      {
        gboolean udp = services[i].kind == KAITSU_PROBE_KIND_NTP;
        g_autofree char *path
            = g_strdup_printf ("/blocked-services/%s/%s", services[i].name, blocked[j].name);
        Case *c = NULL;

        if (udp ? !blocked[j].udp : !blocked[j].tcp)
          continue;
        c = g_new0 (Case, 1);
        c->service = &services[i];
        c->blocked = &blocked[j];
        g_test_add_data_func_full (path, c, test_blocked, g_free);
      }
  return g_test_run ();
}
