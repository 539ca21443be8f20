/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-http-answer.h"

#include "kaitsu-line.h"
#include "kaitsu-text.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_STATUS_LINE 120
#define MAX_VALUE 512
#define DEFAULT_PORT 80

/* "HTTP/1." is followed by one digit, a space and a status of three digits. */
#define VERSION_START "HTTP/1."
#define STATUS_LINE_SHAPE VERSION_START "d ddd"

typedef enum
{
  PART_STATUS_LINE,
  PART_HEADERS,
  PART_BODY,
} Part;

struct _KaitsuHttpAnswer
{
  KaitsuHttpAnswerState state;
  Part part;
  GString *line;
  gsize head_length;
  guint status;
  char *status_line;
  GPtrArray *headers; /* name, value, name, value */
  GString *body;
  guint64 body_wanted;
};

/* Printable ASCII; a space only where it is allowed. Nothing else can break
 * out of its place in the request. */
static gboolean
is_plain (const char *text, gboolean spaces)
{
  if (text == NULL || *text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p) && !(spaces && *p == ' '))
      return FALSE;
  return TRUE;
}

/**
 * kaitsu_http_answer_build_get:
 * @host: name or address of the server
 * @port: its port, 1..65535; named in Host unless it is 80 (RFC 9110 §7.2)
 * @path: path and query, with its first slash
 * @user_agent: what we call ourselves
 *
 * The smallest polite request (RFC 9112 §3, RFC 9110 §7.2, §10.1.5): no
 * cookies, no languages, one answer and an end.
 *
 * Returns: (transfer full) (nullable): the request; %NULL if a part holds
 *   characters that have no place there
 */
char *
kaitsu_http_answer_build_get (const char *host,
                              guint16 port,
                              const char *path,
                              const char *user_agent)
{
  struct in6_addr binary;

  if (port == 0 || !is_plain (host, FALSE) || !is_plain (path, FALSE) || path[0] != '/'
      || !is_plain (user_agent, TRUE))
    return NULL;

  gboolean is_v6 = inet_pton (AF_INET6, host, &binary) == 1;
  g_autofree char *name = g_strdup_printf (is_v6 ? "[%s]" : "%s", host);
  g_autofree char *suffix = port == DEFAULT_PORT ? g_strdup ("") : g_strdup_printf (":%u", port);

  return g_strdup_printf ("GET %s HTTP/1.1\r\n"
                          "Host: %s%s\r\n"
                          "User-Agent: %s\r\n"
                          "Accept: */*\r\n"
                          "Connection: close\r\n"
                          "\r\n",
                          path, name, suffix, user_agent);
}

/**
 * kaitsu_http_answer_new:
 *
 * Returns: (transfer full): a reader that has read nothing
 */
KaitsuHttpAnswer *
kaitsu_http_answer_new (void)
{
  KaitsuHttpAnswer *self = g_new0 (KaitsuHttpAnswer, 1);

  self->line = g_string_new (NULL);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->body = g_string_new (NULL);
  self->body_wanted = KAITSU_HTTP_ANSWER_MAX_BODY;
  return self;
}

/**
 * kaitsu_http_answer_free:
 * @self: (transfer full) (nullable): a reader
 */
void
kaitsu_http_answer_free (KaitsuHttpAnswer *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_string_free (self->body, TRUE);
  g_ptr_array_unref (self->headers);
  g_free (self->status_line);
  g_free (self);
}

/* RFC 9112 §4: HTTP-version SP status-code SP [ reason-phrase ]. Many leave
 * the second space out when there is no reason. Asked for unfinished lines as
 * well, so that another protocol is known by its first bytes. */
static gboolean
could_be_status_line (const char *line, gsize length)
{
  static const char shape[] = STATUS_LINE_SHAPE;
  gsize shape_length = strlen (shape);

  for (gsize i = 0; i < MIN (length, shape_length); i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (line[i]) : line[i] != shape[i])
      return FALSE;
  return length <= shape_length || line[shape_length] == ' ';
}

static gboolean
could_become_status_line (const GString *line)
{
  gsize length = line->len;

  /* A CR at the very end may belong to the line end. */
  if (length > 0 && line->str[length - 1] == '\r')
    length--;
  return could_be_status_line (line->str, length);
}

static KaitsuHttpAnswerState
take_status_line (KaitsuHttpAnswer *self)
{
  const GString *line = self->line;
  gsize shape_length = strlen (STATUS_LINE_SHAPE);

  if (line->len < shape_length || !could_be_status_line (line->str, line->len))
    return KAITSU_HTTP_ANSWER_STATE_NOT_HTTP;

  const char *digits = line->str + shape_length - 3;
  guint status = (guint) (digits[0] - '0') * 100 + (guint) (digits[1] - '0') * 10
                 + (guint) (digits[2] - '0');

  /* RFC 9110 §15: there are no others */
  if (status < 100 || status > 599)
    return KAITSU_HTTP_ANSWER_STATE_NOT_HTTP;
  self->status = status;
  self->status_line = kaitsu_text_clean (line->str, (gssize) line->len, MAX_STATUS_LINE);
  self->part = PART_HEADERS;
  return KAITSU_HTTP_ANSWER_STATE_MORE;
}

/* How much body there is (RFC 9112 §6.3). Without a word about it the body
 * goes on to the end of the connection. A chunked one is read as it comes. */
static void
measure_body (KaitsuHttpAnswer *self)
{
  const char *text = kaitsu_http_answer_get_header (self, "Content-Length");
  guint64 length;

  if (self->status < 200 || self->status == 204 || self->status == 304)
    self->body_wanted = 0;
  else if (kaitsu_http_answer_get_header (self, "Transfer-Encoding") == NULL && text != NULL
           && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &length, NULL))
    self->body_wanted = MIN (length, KAITSU_HTTP_ANSWER_MAX_BODY);
}

/* RFC 9112 §5: field-name ":" value. A line without a name, or one that goes
 * on with the line before (§5.2), is passed over: nothing depends on it. */
static KaitsuHttpAnswerState
take_header (KaitsuHttpAnswer *self)
{
  const GString *line = self->line;

  if (line->len == 0)
    {
      self->part = PART_BODY;
      measure_body (self);
      return self->body_wanted > 0 ? KAITSU_HTTP_ANSWER_STATE_MORE : KAITSU_HTTP_ANSWER_STATE_DONE;
    }
  if (self->headers->len >= 2 * KAITSU_HTTP_ANSWER_MAX_HEADERS)
    return KAITSU_HTTP_ANSWER_STATE_TOO_LONG;

  const char *colon = memchr (line->str, ':', line->len);

  if (colon == NULL || colon == line->str || g_ascii_isspace (line->str[0]))
    return KAITSU_HTTP_ANSWER_STATE_MORE;

  gsize name_length = (gsize) (colon - line->str);
  char *name = kaitsu_text_clean (line->str, (gssize) name_length, MAX_VALUE);

  g_ptr_array_add (self->headers, name);
  g_ptr_array_add (self->headers,
                   kaitsu_text_clean (colon + 1, (gssize) (line->len - name_length - 1),
                                      MAX_VALUE));
  return KAITSU_HTTP_ANSWER_STATE_MORE;
}

/* Returns how many bytes were used. */
static gsize
feed_head (KaitsuHttpAnswer *self, const char *bytes, gsize length)
{
  gsize used = 0;
  KaitsuLineState line = kaitsu_line_take (self->line,
                                           KAITSU_HTTP_ANSWER_MAX_HEAD - self->head_length, bytes,
                                           length, &used);

  if (line != KAITSU_LINE_STATE_READY)
    {
      if (self->part == PART_STATUS_LINE && !could_become_status_line (self->line))
        self->state = KAITSU_HTTP_ANSWER_STATE_NOT_HTTP;
      else if (line == KAITSU_LINE_STATE_TOO_LONG)
        self->state = KAITSU_HTTP_ANSWER_STATE_TOO_LONG;
      return used;
    }
  self->head_length += self->line->len + strlen ("\n");
  self->state = self->part == PART_STATUS_LINE ? take_status_line (self) : take_header (self);
  g_string_truncate (self->line, 0);
  return used;
}

static gsize
feed_body (KaitsuHttpAnswer *self, const char *bytes, gsize length)
{
  gsize used = MIN (length, (gsize) self->body_wanted - self->body->len);

  g_string_append_len (self->body, bytes, (gssize) used);
  if (self->body->len >= self->body_wanted)
    self->state = KAITSU_HTTP_ANSWER_STATE_DONE;
  return used;
}

/**
 * kaitsu_http_answer_feed:
 * @self: a reader
 * @bytes: (array length=length): what came
 * @length: how much
 *
 * Reads on. Lines may end with CR LF or LF (RFC 9112 §2.2). Once the state is
 * not %KAITSU_HTTP_ANSWER_STATE_MORE it stays, and nothing more is read.
 *
 * Returns: the state
 */
KaitsuHttpAnswerState
kaitsu_http_answer_feed (KaitsuHttpAnswer *self, const char *bytes, gsize length)
{
  g_return_val_if_fail (self != NULL, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP);

  gsize at = 0;

  while (self->state == KAITSU_HTTP_ANSWER_STATE_MORE && at < length)
    at += self->part == PART_BODY ? feed_body (self, bytes + at, length - at)
                                  : feed_head (self, bytes + at, length - at);
  return self->state;
}

/**
 * kaitsu_http_answer_end:
 * @self: a reader
 *
 * To be called when the server has closed the connection, or the time is up.
 * An answer whose status line has come is proof enough.
 *
 * Returns: the final state, never %KAITSU_HTTP_ANSWER_STATE_MORE
 */
KaitsuHttpAnswerState
kaitsu_http_answer_end (KaitsuHttpAnswer *self)
{
  g_return_val_if_fail (self != NULL, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP);

  if (self->state == KAITSU_HTTP_ANSWER_STATE_MORE)
    self->state = self->status != 0 ? KAITSU_HTTP_ANSWER_STATE_DONE
                                    : KAITSU_HTTP_ANSWER_STATE_NOT_HTTP;
  return self->state;
}

/**
 * kaitsu_http_answer_is_http:
 * @self: a reader
 *
 * Returns: whether a whole status line of HTTP/1 has come
 */
gboolean
kaitsu_http_answer_is_http (KaitsuHttpAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->status != 0;
}

/**
 * kaitsu_http_answer_get_status:
 * @self: a reader
 *
 * Returns: the status, 100..599, or 0 as long as there is none
 */
guint
kaitsu_http_answer_get_status (KaitsuHttpAnswer *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->status;
}

/**
 * kaitsu_http_answer_get_status_line:
 * @self: a reader
 *
 * Returns: (transfer none): the status line, cleaned with
 *   kaitsu_text_clean(), for the evidence; "" as long as there is none
 */
const char *
kaitsu_http_answer_get_status_line (KaitsuHttpAnswer *self)
{
  g_return_val_if_fail (self != NULL, "");
  return self->status_line != NULL ? self->status_line : "";
}

/**
 * kaitsu_http_answer_get_header:
 * @self: a reader
 * @name: a field name; case does not matter (RFC 9110 §5.1)
 *
 * Returns: (transfer none) (nullable): the first value of that name, cleaned
 *   with kaitsu_text_clean(), at most 512 characters
 */
const char *
kaitsu_http_answer_get_header (KaitsuHttpAnswer *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (g_ascii_strcasecmp (self->headers->pdata[i], name) == 0)
      return self->headers->pdata[i + 1];
  return NULL;
}

/**
 * kaitsu_http_answer_contains:
 * @self: a reader
 * @expect: bytes that the expected speaker says
 *
 * Looks only into the body, and only as far as it was read: a server that
 * sends our own request back to us does not pass for the one that is
 * expected. %FALSE as long as the answer is not HTTP.
 *
 * Returns: whether the body holds @expect
 */
gboolean
kaitsu_http_answer_contains (KaitsuHttpAnswer *self, const char *expect)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (expect != NULL, FALSE);

  return self->status != 0
         && memmem (self->body->str, self->body->len, expect, strlen (expect)) != NULL;
}
