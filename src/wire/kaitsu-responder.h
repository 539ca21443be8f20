/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include "kaitsu-port.h"

G_BEGIN_DECLS

/* "KAITSU1 tcp 65535 " and the longest IPv6 address, an end of line */
#define KAITSU_RESPONDER_MAX_TCP 64
/* The source address of a datagram can be forged: the answer must be too short
 * to be worth it. */
#define KAITSU_RESPONDER_MAX_UDP 31

/**
 * KaitsuResponderState: what an answer is.
 *
 * MORE   a good beginning, but the line is not complete (TCP only)
 * VALID  a responder's answer
 * ALIEN  anything else
 */
typedef enum
{
  KAITSU_RESPONDER_STATE_MORE,
  KAITSU_RESPONDER_STATE_VALID,
  KAITSU_RESPONDER_STATE_ALIEN,
} KaitsuResponderState;

/**
 * KaitsuResponderAnswer: what a responder says.
 * @port: the port that the packets arrived on, as the responder sees it
 * @address: the caller's address, as the responder sees it, in canonical
 *   form; "" if it was left out
 */
typedef struct
{
  KaitsuPort port;
  char address[46];
} KaitsuResponderAnswer;

char *kaitsu_responder_build (KaitsuPort port, const char *address);
KaitsuResponderState kaitsu_responder_parse (KaitsuProtocol protocol,
                                             const char *bytes,
                                             gsize length,
                                             KaitsuResponderAnswer *answer);

G_END_DECLS
