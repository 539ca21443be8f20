/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Status line and headers together, and how many of them. */
#define KAITSU_HTTP_ANSWER_MAX_HEAD (16 * 1024)
#define KAITSU_HTTP_ANSWER_MAX_HEADERS 100
/* How much of the body is looked at. */
#define KAITSU_HTTP_ANSWER_MAX_BODY (8 * 1024)

/**
 * KaitsuHttpAnswerState: how far an answer has come.
 *
 * MORE      read on
 * DONE      all that is wanted has been read: to the end of the body, or its
 *           first 8 KiB
 * NOT_HTTP  what came is no HTTP/1 answer
 * TOO_LONG  HTTP, but the head passed a limit
 */
typedef enum
{
  KAITSU_HTTP_ANSWER_STATE_MORE,
  KAITSU_HTTP_ANSWER_STATE_DONE,
  KAITSU_HTTP_ANSWER_STATE_NOT_HTTP,
  KAITSU_HTTP_ANSWER_STATE_TOO_LONG,
} KaitsuHttpAnswerState;

/**
 * KaitsuHttpAnswer: reads one HTTP/1 answer from pieces of any size. It is no
 * HTTP client (libsoup is): it proves that the speaker who is expected on a
 * port of any number is the one who answers.
 */
typedef struct _KaitsuHttpAnswer KaitsuHttpAnswer;

char *kaitsu_http_answer_build_get (const char *host,
                                    guint16 port,
                                    const char *path,
                                    const char *user_agent);

KaitsuHttpAnswer *kaitsu_http_answer_new (void);
void kaitsu_http_answer_free (KaitsuHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KaitsuHttpAnswer, kaitsu_http_answer_free)

KaitsuHttpAnswerState
kaitsu_http_answer_feed (KaitsuHttpAnswer *self, const char *bytes, gsize length);
KaitsuHttpAnswerState kaitsu_http_answer_end (KaitsuHttpAnswer *self);
gboolean kaitsu_http_answer_is_http (KaitsuHttpAnswer *self);
guint kaitsu_http_answer_get_status (KaitsuHttpAnswer *self);
const char *kaitsu_http_answer_get_status_line (KaitsuHttpAnswer *self);
const char *kaitsu_http_answer_get_header (KaitsuHttpAnswer *self, const char *name);
gboolean kaitsu_http_answer_contains (KaitsuHttpAnswer *self, const char *expect);

G_END_DECLS
