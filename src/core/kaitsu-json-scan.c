/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-json-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More digits than this may not fit a gint64, and the parser behind us wraps
 * around without a word. */
#define MAX_INTEGER_DIGITS 18

typedef struct
{
  const guchar *p;
  const guchar *end;
  guint line;
  guint depth;
  guint max_depth;
  const char *reason;
} Scanner;

/* Four hexadecimal digits, or -1. */
static int
hex4 (const guchar *p, const guchar *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value ((char)p[i]);
    }
  return value;
}

/* RFC 8259 section 7. The parser behind us aborts the program on half a
 * surrogate pair, and ends the string at U+0000. */
static const guchar *
scan_unicode_escape (Scanner *self, const guchar *p)
{
  int first = hex4 (p, self->end);
  int second;

  if (first < 0)
    self->reason = _ ("a broken escape in a string");
  else if (first == 0)
    self->reason = _ ("the character U+0000 in a string");
  else if (first >= 0xDC00 && first <= 0xDFFF)
    self->reason = _ ("half a character in a string");
  else if (first < 0xD800 || first > 0xDBFF)
    return p + 4;
  else
    {
      second = self->end - p >= 10 && p[4] == '\\' && p[5] == 'u' ? hex4 (p + 6, self->end) : -1;
      if (second >= 0xDC00 && second <= 0xDFFF)
        return p + 10;
      self->reason = _ ("half a character in a string");
    }
  return self->end;
}

static void
scan_string (Scanner *self)
{
  const guchar *p = self->p + 1;

  while (p < self->end && *p != '"' && self->reason == NULL)
    {
      if (*p < 0x20)
        self->reason = _ ("a control character in a string");
      else if (*p != '\\')
        p++;
      else if (p + 1 < self->end && p[1] == 'u')
        p = scan_unicode_escape (self, p + 2);
      else if (p + 1 < self->end && p[1] != '\0' && strchr ("\"\\/bfnrt", p[1]) != NULL)
        p += 2;
      else
        self->reason = _ ("a broken escape in a string");
    }
  if (self->reason == NULL && p >= self->end)
    self->reason = _ ("a string does not end");
  self->p = p + 1;
}

static const guchar *
skip_digits (const guchar *p, const guchar *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

/* RFC 8259 section 6. The parser behind us takes a leading zero for octal. */
static void
scan_number (Scanner *self)
{
  const guchar *digits = self->p + (*self->p == '-' ? 1 : 0);
  const guchar *p = skip_digits (digits, self->end);

  if (p == digits || (*digits == '0' && p - digits > 1))
    self->reason = _ ("a broken number");
  else if (p - digits > MAX_INTEGER_DIGITS)
    self->reason = _ ("a number is too large");
  if (p < self->end && *p == '.')
    p = skip_digits (p + 1, self->end);
  if (p < self->end && (*p == 'e' || *p == 'E'))
    {
      p++;
      p += p < self->end && (*p == '+' || *p == '-') ? 1 : 0;
      p = skip_digits (p, self->end);
    }
  self->p = p;
}

static void
scan_word (Scanner *self)
{
  static const char *const words[] = { "true", "false", "null" };
  const guchar *p = self->p;
  gsize length;

  while (p < self->end && g_ascii_isalnum (*p))
    p++;
  length = (gsize)(p - self->p);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (length == strlen (words[i]) && memcmp (self->p, words[i], length) == 0)
      {
        self->p = p;
        return;
      }
  self->reason = _ ("an unexpected word");
}

static void
scan_bracket (Scanner *self)
{
  if (*self->p == '{' || *self->p == '[')
    {
      if (++self->depth > self->max_depth)
        self->reason = _ ("nested too deep");
    }
  else if (self->depth == 0)
    self->reason = _ ("a bracket too many");
  else
    self->depth--;
  self->p++;
}

static void
scan_token (Scanner *self)
{
  guchar c = *self->p;

  if (c == '"')
    scan_string (self);
  else if (g_ascii_isdigit (c) || c == '-')
    scan_number (self);
  else if (g_ascii_isalpha (c))
    scan_word (self);
  else if (strchr ("{}[]", c) != NULL)
    scan_bracket (self);
  else if (strchr (",:", c) != NULL)
    self->p++;
  else
    self->reason = _ ("an unexpected character");
}

static void
skip_space (Scanner *self)
{
  for (; self->p < self->end && strchr (" \t\r\n", *self->p) != NULL && *self->p != '\0'; self->p++)
    if (*self->p == '\n')
      self->line++;
}

static guint
line_of (const char *bytes, const char *place)
{
  guint line = 1;

  for (const char *p = bytes; p < place; p++)
    line += *p == '\n' ? 1 : 0;
  return line;
}

/**
 * kaitsu_json_scan:
 * @bytes: a text from outside, not necessarily ended by a NUL
 * @length: its length in bytes
 * @max_depth: how deep objects and arrays may nest
 *
 * Looks for everything that must not reach a lenient recursive parser: bytes
 * that are no UTF-8, too deep nesting, comments, half surrogate pairs,
 * numbers that would wrap around, and anything after the end. One object is
 * the whole document. What passes need not be JSON yet: the parser says so.
 *
 * Returns: the first fault, or no reason
 */
KaitsuJsonScan
kaitsu_json_scan (const char *bytes, gsize length, guint max_depth)
{
  Scanner self = { (const guchar *)bytes, (const guchar *)bytes + length, 1, 0, max_depth, NULL };
  const char *valid_end = NULL;

  if (length > 0 && memchr (bytes, '\0', length) != NULL)
    return (KaitsuJsonScan){ line_of (bytes, memchr (bytes, '\0', length)),
                             _ ("a NUL byte: this is no text file") };
  if (!g_utf8_validate_len (bytes, length, &valid_end))
    return (KaitsuJsonScan){ line_of (bytes, valid_end), _ ("the text is not UTF-8") };

  skip_space (&self);
  if (self.p == self.end)
    self.reason = _ ("there is nothing in it");
  else if (*self.p != '{')
    self.reason = _ ("does not begin with “{”");
  while (self.reason == NULL && self.p < self.end)
    {
      scan_token (&self);
      if (self.reason != NULL)
        break;
      skip_space (&self);
      if (self.depth == 0 && self.p < self.end)
        self.reason = _ ("something follows the end");
    }
  if (self.reason == NULL && self.depth > 0)
    self.reason = _ ("ends too early: a bracket is not closed");
  return (KaitsuJsonScan){ self.line, self.reason };
}
