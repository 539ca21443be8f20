/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 5321 §4.5.3.1.5 allows 512 bytes for a reply line, line end included.
 * Real servers go beyond it, so four times as much is read. */
#define KAITSU_SMTP_MAX_LINE 2048
#define KAITSU_SMTP_MAX_LINES 100

#define KAITSU_SMTP_QUIT "QUIT\r\n"

/**
 * KaitsuSmtpState: how far one reply has come.
 *
 * MORE       it is not complete
 * REPLY      it is complete: code and text can be read
 * MALFORMED  what came is no SMTP reply
 * TOO_LONG   a line or the number of lines passed the limit
 */
typedef enum
{
  KAITSU_SMTP_STATE_MORE,
  KAITSU_SMTP_STATE_REPLY,
  KAITSU_SMTP_STATE_MALFORMED,
  KAITSU_SMTP_STATE_TOO_LONG,
} KaitsuSmtpState;

/**
 * KaitsuSmtpReader: reads the replies of an SMTP server, one after the other,
 * from pieces of any size.
 */
typedef struct _KaitsuSmtpReader KaitsuSmtpReader;

KaitsuSmtpReader *kaitsu_smtp_reader_new (void);
void kaitsu_smtp_reader_free (KaitsuSmtpReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuSmtpReader, kaitsu_smtp_reader_free)

KaitsuSmtpState
kaitsu_smtp_reader_feed (KaitsuSmtpReader *self, const char *bytes, gsize length, gsize *used);
void kaitsu_smtp_reader_next (KaitsuSmtpReader *self);
guint kaitsu_smtp_reader_get_code (KaitsuSmtpReader *self);
const char *kaitsu_smtp_reader_get_text (KaitsuSmtpReader *self);
gboolean kaitsu_smtp_reader_has_starttls (KaitsuSmtpReader *self);

char *kaitsu_smtp_build_ehlo (const char *address);

G_END_DECLS
