/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-hop-probe.h"

#include <errno.h>
#include <string.h>

#include "kaitsu-bytes.h"
#include "kaitsu-ntp.h"
#include "kaitsu-os.h"
#include "kaitsu-probe-private.h"
#include "kaitsu-responder.h"
#include "kaitsu-syslog.h"

#define PORT_DNS 53
#define PORT_NTP 123
#define PORT_SYSLOG 514
#define MAX_ANSWER 1500

/* RFC 1035 §4.1: header and question, "SOA of the root": whoever speaks DNS
 * can say something to it. The first two bytes are the id. */
static const guint8 dns_question[]
    = { 0, 0, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1 };
#define DNS_HEADER_SIZE 12
#define DNS_RESPONSE 0x80

/* Says to whom it is shown what it is, and is small. */
static const char other_text[] = "kaitsu port test\r\n";

typedef struct {
  guint64 nonce; /* of a question that has one */
} Datagram;

typedef struct {
  KaitsuIcmp icmp;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_free (told->icmp.offender);
  g_free (told);
}

static void
told_cb (KaitsuProbe *self)
{
  Told *told = self->data;

  self->rtt_us = g_get_monotonic_time () - self->sent;

  KaitsuObservation *seen = kaitsu_probe_observe (self, KAITSU_OUTCOME_ICMP);

  seen->error_number = EHOSTUNREACH;
  seen->icmp = told->icmp;
  told->icmp.offender = NULL;
  kaitsu_probe_end (self);
}

/* Returns whether the packet meets a hop that is only told. */
static gboolean
tell (KaitsuProbe *self)
{
  KaitsuProbeRequest *request = self->request;
  KaitsuIcmp icmp = { -1, -1, NULL };
  guint delay_ms = 0;

  if (self->hop_limit == 0
      || !kaitsu_net_script_hop (self->net, request->address, request->port, self->hop_limit,
                                 &icmp, &delay_ms))
    return FALSE;

  if (icmp.type < 0)
    return TRUE; /* a router that says nothing: the deadline will come */

  Told *told = g_new0 (Told, 1);

  told->icmp = icmp;
  kaitsu_probe_set_data (self, told, told_free);
  kaitsu_probe_after (self, delay_ms, told_cb);
  return TRUE;
}

/* On a line without delay the ICMP error arrives while connect() still owns
 * the socket, which then stays in SYN_SENT and goes on repeating its SYN: so
 * what is in the queue of errors counts, and not the socket's state, and the
 * socket is closed at once, as the attempt ends. */
static gboolean
stream_ready_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  if (!kaitsu_os_is_connected (socket))
    return !kaitsu_probe_take_error (self, socket);
  kaitsu_probe_measure_handshake (self, socket);
  kaitsu_probe_conclude (self, KAITSU_OUTCOME_CONNECTED, NULL);
  return FALSE;
}

static void
start_stream (KaitsuProbe *self)
{
  GSocket *socket = tell (self) ? NULL : kaitsu_probe_open_stream (self);

  if (socket != NULL)
    kaitsu_probe_watch (self, socket, G_IO_OUT, G_PRIORITY_HIGH, stream_ready_cb);
}

static gboolean
is_ntp_answer (guint64 nonce, const guint8 *bytes, gsize length)
{
  KaitsuNtpReply reply;

  return kaitsu_ntp_verdict_is_answer (kaitsu_ntp_parse_reply (bytes, length, nonce, &reply));
}

static gboolean
is_dns_answer (guint64 nonce, const guint8 *bytes, gsize length)
{
  return length >= DNS_HEADER_SIZE && kaitsu_bytes_get_u16 (bytes) == (guint16) nonce
         && (bytes[2] & DNS_RESPONSE) != 0;
}

/* Whether somebody at the target read what we sent; where nothing is known
 * to listen any answer will do. A responder says what port it was. */
static gboolean
is_answer (KaitsuProbe *self, const guint8 *bytes, gsize length)
{
  const Datagram *datagram = self->data;
  KaitsuPort port = self->request->port;
  KaitsuResponderAnswer line;

  if (kaitsu_responder_parse (KAITSU_PROTOCOL_UDP, (const char *) bytes, length, &line)
      == KAITSU_RESPONDER_STATE_VALID)
    return kaitsu_port_equal (line.port, port);
  if (port.number == PORT_NTP)
    return is_ntp_answer (datagram->nonce, bytes, length);
  if (port.number == PORT_DNS)
    return is_dns_answer (datagram->nonce, bytes, length);
  return TRUE;
}

static gboolean
datagram_ready_cb (KaitsuProbe *self, GSocket *socket, GIOCondition condition)
{
  guint8 bytes[MAX_ANSWER];
  g_autoptr (GError) error = NULL;
  gssize length;

  if ((condition & (G_IO_ERR | G_IO_HUP)) != 0 && kaitsu_probe_take_error (self, socket))
    return FALSE;
  if ((condition & G_IO_IN) == 0)
    return TRUE;
  length = g_socket_receive (socket, (char *) bytes, sizeof bytes, NULL, &error);
  if (length < 0)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)
           || !kaitsu_probe_take_error (self, socket);
  self->rtt_us = g_get_monotonic_time () - self->sent;
  kaitsu_probe_conclude (self,
                         is_answer (self, bytes, (gsize) length) ? KAITSU_OUTCOME_ANSWERED
                                                                 : KAITSU_OUTCOME_UNEXPECTED,
                         NULL);
  return FALSE;
}

static GBytes *
build_syslog (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *timestamp = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  char *message = kaitsu_syslog_build (timestamp);

  return g_bytes_new_take (message, strlen (message));
}

/* Firewalls look at what is in a datagram, too: so it is what belongs to the
 * port. */
static GBytes *
build_datagram (guint16 port, guint64 nonce)
{
  guint8 ntp[KAITSU_NTP_PACKET_SIZE];
  guint8 dns[sizeof dns_question];

  switch (port)
    {
    case PORT_NTP:
      kaitsu_ntp_build_request (nonce, ntp);
      return g_bytes_new (ntp, sizeof ntp);
    case PORT_DNS:
      memcpy (dns, dns_question, sizeof dns);
      dns[0] = (guint8) (nonce >> 8);
      dns[1] = (guint8) nonce;
      return g_bytes_new (dns, sizeof dns);
    case PORT_SYSLOG:
      return build_syslog ();
    default:
      return g_bytes_new_static (other_text, strlen (other_text));
    }
}

static void
start_datagram (KaitsuProbe *self)
{
  KaitsuPort port = self->request->port;
  GSocket *socket = tell (self) ? NULL : kaitsu_probe_open_datagram (self, self->request->address);
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  if (socket == NULL)
    return;

  Datagram *datagram = g_new0 (Datagram, 1);

  /* no zero: that means "none" to NTP */
  datagram->nonce = (guint64) g_random_int () << 32 | g_random_int () | 1;
  kaitsu_probe_set_data (self, datagram, g_free);
  bytes = build_datagram (port.number, datagram->nonce);
  kaitsu_probe_watch (self, socket, G_IO_IN, G_PRIORITY_HIGH, datagram_ready_cb);

  const guint8 *data = g_bytes_get_data (bytes, &size);

  kaitsu_probe_send (self, socket, data, size);
}

static KaitsuProbeKind
kind_of (KaitsuPort port)
{
  if (port.protocol == KAITSU_PROTOCOL_TCP)
    return KAITSU_PROBE_KIND_TCP;
  return port.number == PORT_NTP ? KAITSU_PROBE_KIND_NTP : KAITSU_PROBE_KIND_UDP;
}

static KaitsuProbeRequest *
convert (const KaitsuHopProbeRequest *hop)
{
  KaitsuProbeRequest *request = kaitsu_probe_request_new (kind_of (hop->port), hop->port);

  request->family = hop->family;
  request->control = hop->control;
  request->host = g_strdup (hop->host);
  request->address = g_object_ref (hop->address);
  request->timeout_ms = hop->timeout_ms;
  return request;
}

/**
 * kaitsu_hop_probe_async:
 * @net: the door to sockets
 * @request: what to send; not needed any more when this returns
 * @started: when the run began, in monotonic µs; the observation's at_us
 *   counts from it
 * @cancellable: (nullable): stops it at once
 * @callback: called when done
 * @user_data: for @callback
 *
 * Waits for a place in the gate, sends one packet from a fresh port (for TCP
 * a SYN, for UDP a datagram as belongs to the port), and sees what becomes of
 * it. Needs no privilege: ip(7) IP_TTL and IP_RECVERR, ipv6(7)
 * IPV6_UNICAST_HOPS and IPV6_RECVERR, on the socket of an ordinary connect().
 */
void
kaitsu_hop_probe_async (KaitsuNet *net,
                        const KaitsuHopProbeRequest *request,
                        gint64 started,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (KAITSU_IS_NET (net) && request != NULL);
  g_return_if_fail (G_IS_INET_ADDRESS (request->address));
  g_return_if_fail (request->hop_limit <= KAITSU_HOP_PROBE_MAX_HOP_LIMIT);

  g_autoptr (KaitsuProbeRequest) own = convert (request);

  kaitsu_probe_run_async (
      net, own, request->port.protocol == KAITSU_PROTOCOL_TCP ? start_stream : start_datagram,
      request->hop_limit, started, cancellable, callback, user_data);
}

/**
 * kaitsu_hop_probe_finish:
 * @net: the network of the probe
 * @result: what the callback got
 * @error: return location
 *
 * The observation's hop_limit is that of the request. ICMP: an error came
 * back, see icmp: time exceeded from the hop where it ended, or a refusal.
 * TCP: CONNECTED, or CUT if it was undone at once; REFUSED: a reset, from
 * whomever. UDP: ANSWERED; UNEXPECTED if it was no answer to what was sent.
 * SILENT, LOCAL and UNREACHABLE as for every probe.
 *
 * Returns: (transfer full): what was seen; %NULL with G_IO_ERROR_CANCELLED
 */
KaitsuObservation *
kaitsu_hop_probe_finish (KaitsuNet *net, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) seen = kaitsu_probe_finish (net, result, error);

  return seen != NULL ? kaitsu_observation_ref (seen->pdata[0]) : NULL;
}
