/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-smtp.h"

#include "kaitsu-line.h"
#include "kaitsu-text.h"

#include <arpa/inet.h>
#include <string.h>

/* How much of a greeting is kept as evidence. */
#define MAX_TEXT 200
#define CODE_LENGTH 3

struct _KaitsuSmtpReader
{
  KaitsuSmtpState state;
  GString *line;
  guint n_lines;
  guint code;
  char *text;
  gboolean starttls;
};

/**
 * kaitsu_smtp_reader_new:
 *
 * Returns: (transfer full): a reader that waits for the first reply
 */
KaitsuSmtpReader *
kaitsu_smtp_reader_new (void)
{
  KaitsuSmtpReader *self = g_new0 (KaitsuSmtpReader, 1);

  self->line = g_string_new (NULL);
  return self;
}

/**
 * kaitsu_smtp_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
kaitsu_smtp_reader_free (KaitsuSmtpReader *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_free (self->text);
  g_free (self);
}

/* Whether a reply line may begin like this (RFC 5321 §4.2: Reply-code is
 * %x32-35 %x30-35 %x30-39, then a space, a hyphen or the end). Asked for
 * unfinished lines as well, so that a server of another kind is known by its
 * first bytes and not only by the time that runs out. */
static gboolean
could_be_reply (const char *line, gsize length)
{
  if (length > 0 && (line[0] < '2' || line[0] > '5'))
    return FALSE;
  if (length > 1 && (line[1] < '0' || line[1] > '5'))
    return FALSE;
  if (length > 2 && !g_ascii_isdigit (line[2]))
    return FALSE;
  return length <= CODE_LENGTH || line[CODE_LENGTH] == ' ' || line[CODE_LENGTH] == '-';
}

static gboolean
could_become_reply (const GString *line)
{
  gsize length = line->len;

  /* A CR at the very end may belong to the line end. */
  if (length > 0 && line->str[length - 1] == '\r')
    length--;
  return could_be_reply (line->str, length);
}

/* An EHLO keyword ends at a space or with the line; case does not matter
 * (RFC 5321 §4.1.1.1; STARTTLS: RFC 3207 §4). */
static gboolean
is_starttls (const char *keyword)
{
  const char *word = "STARTTLS";
  gsize length = strlen (word);

  return g_ascii_strncasecmp (keyword, word, length) == 0
         && (keyword[length] == '\0' || keyword[length] == ' ');
}

/* One complete line. All lines of a reply carry the same code, the last one
 * has a space or nothing behind it (RFC 5321 §4.2.1). */
static KaitsuSmtpState
take_line (KaitsuSmtpReader *self)
{
  const char *line = self->line->str;
  gsize length = self->line->len;

  if (length < CODE_LENGTH || !could_be_reply (line, length))
    return KAITSU_SMTP_STATE_MALFORMED;

  guint code = (guint) (line[0] - '0') * 100 + (guint) (line[1] - '0') * 10
               + (guint) (line[2] - '0');
  const char *text = length > CODE_LENGTH ? line + CODE_LENGTH + 1 : "";
  gsize text_length = length > CODE_LENGTH ? length - CODE_LENGTH - 1 : 0;

  if (self->n_lines++ == 0)
    {
      self->code = code;
      self->text = kaitsu_text_clean (text, (gssize) text_length, MAX_TEXT);
    }
  else if (code != self->code)
    return KAITSU_SMTP_STATE_MALFORMED;
  else if (code == 250 && is_starttls (text))
    self->starttls = TRUE;

  if (length == CODE_LENGTH || line[CODE_LENGTH] == ' ')
    return KAITSU_SMTP_STATE_REPLY;
  return self->n_lines < KAITSU_SMTP_MAX_LINES ? KAITSU_SMTP_STATE_MORE
                                               : KAITSU_SMTP_STATE_TOO_LONG;
}

/**
 * kaitsu_smtp_reader_feed:
 * @self: a reader
 * @bytes: (array length=length): what came from the server
 * @length: how much
 * @used: (out) (optional): how many bytes belong to this reply; what is
 *   behind them belongs to the next one
 *
 * Reads on until the reply is complete (RFC 5321 §4.2). Lines may end with
 * CR LF or LF. Once the state is not %KAITSU_SMTP_STATE_MORE it stays, and
 * nothing more is read, until kaitsu_smtp_reader_next().
 *
 * Returns: the state of the reply
 */
KaitsuSmtpState
kaitsu_smtp_reader_feed (KaitsuSmtpReader *self, const char *bytes, gsize length, gsize *used)
{
  g_return_val_if_fail (self != NULL, KAITSU_SMTP_STATE_MALFORMED);

  gsize at = 0;

  while (self->state == KAITSU_SMTP_STATE_MORE && at < length)
    {
      gsize taken = 0;
      KaitsuLineState line = kaitsu_line_take (self->line, KAITSU_SMTP_MAX_LINE, bytes + at,
                                               length - at, &taken);

      at += taken;
      if (line == KAITSU_LINE_STATE_READY)
        {
          self->state = take_line (self);
          g_string_truncate (self->line, 0);
        }
      else if (!could_become_reply (self->line))
        self->state = KAITSU_SMTP_STATE_MALFORMED;
      else if (line == KAITSU_LINE_STATE_TOO_LONG)
        self->state = KAITSU_SMTP_STATE_TOO_LONG;
    }
  if (used != NULL)
    *used = at;
  return self->state;
}

/**
 * kaitsu_smtp_reader_next:
 * @self: a reader
 *
 * Forgets the reply and waits for the next one.
 */
void
kaitsu_smtp_reader_next (KaitsuSmtpReader *self)
{
  g_return_if_fail (self != NULL);

  self->state = KAITSU_SMTP_STATE_MORE;
  g_string_truncate (self->line, 0);
  self->n_lines = 0;
  self->code = 0;
  g_clear_pointer (&self->text, g_free);
  self->starttls = FALSE;
}

/**
 * kaitsu_smtp_reader_get_code:
 * @self: a reader
 *
 * Returns: the code of the reply, 200..559, or 0 as long as no line is complete
 */
guint
kaitsu_smtp_reader_get_code (KaitsuSmtpReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->code;
}

/**
 * kaitsu_smtp_reader_get_text:
 * @self: a reader
 *
 * Returns: (transfer none): the text of the first line, cleaned with
 *   kaitsu_text_clean(), at most 200 characters; "" if there is none
 */
const char *
kaitsu_smtp_reader_get_text (KaitsuSmtpReader *self)
{
  g_return_val_if_fail (self != NULL, "");
  return self->text != NULL ? self->text : "";
}

/**
 * kaitsu_smtp_reader_has_starttls:
 * @self: a reader
 *
 * Returns: whether the reply to EHLO offers STARTTLS (RFC 3207 §4)
 */
gboolean
kaitsu_smtp_reader_has_starttls (KaitsuSmtpReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->starttls;
}

/**
 * kaitsu_smtp_build_ehlo:
 * @address: (nullable): this end of the connection, as text; a zone behind %
 *   is left out
 *
 * A client without a name of its own greets with an address literal
 * (RFC 5321 §4.1.4, §4.1.3: `[192.0.2.1]`, `[IPv6:2001:db8::1]`). Whatever is
 * not an address becomes the loopback's literal, so that nothing else can
 * get into the command.
 *
 * Returns: (transfer full): the command with its line end
 */
char *
kaitsu_smtp_build_ehlo (const char *address)
{
  g_autofree char *plain = g_strdup (address != NULL ? address : "");
  struct in6_addr binary;

  plain[strcspn (plain, "%")] = '\0';
  if (inet_pton (AF_INET, plain, &binary) == 1)
    return g_strdup_printf ("EHLO [%s]\r\n", plain);
  if (inet_pton (AF_INET6, plain, &binary) == 1)
    return g_strdup_printf ("EHLO [IPv6:%s]\r\n", plain);
  return g_strdup ("EHLO [127.0.0.1]\r\n");
}
