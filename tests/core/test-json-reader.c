/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-json-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kaitsu-enums.h"

static JsonNode *
parse (const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return kaitsu_json_parse (bytes, "F", error);
}

/* What a document must be refused with. */
typedef struct
{
  const char *text;
  gssize length;
  const char *message; /* how it begins */
} Refusal;

static const Refusal refusals[] = {
  { "", 0, "F:1: there is nothing in it" },
  { " \n \n", -1, "F:3: there is nothing in it" },
  { "[1]", -1, "F:1: does not begin with" },
  { "\n\n\"a\"", -1, "F:3: does not begin with" },
  { "{} {}", -1, "F:1: something follows the end" },
  { "{}\n]", -1, "F:2: something follows the end" },
  { "{\"a\": [1, 2}", -1, "F:1: " },
  { "{\"a\": 1", -1, "F:1: ends too early" },
  { "{\"a\": \"b", -1, "F:1: a string does not end" },
  { "{\"a\": \"b\\", -1, "F:1: a broken escape" },
  { "{\"a\": \"b\nc\"}", -1, "F:1: a control character" },
  { "{\"a\": 1,}", -1, "F:1: " },
  { "{\n\"a\": 1\n\"b\": 2}", -1, "F:2: " },
  { "{\"a\" 1}", -1, "F:1: " },
  { "{\"a\": }", -1, "F:1: " },
  { "{\"a\": tru}", -1, "F:1: an unexpected word" },
  { "{\"a\": NaN}", -1, "F:1: an unexpected word" },
  { "{a: 1}", -1, "F:1: an unexpected word" },
  { "{\"a\": 'b'}", -1, "F:1: an unexpected character" },
  { "{} // {", -1, "F:1: something follows the end" },
  { "{ // \"\n}", -1, "F:1: an unexpected character" },
  { "{ /* \" */ }", -1, "F:1: an unexpected character" },
  { "var a = {}", -1, "F:1: does not begin with" },
  { "{\"a\": 0123}", -1, "F:1: a broken number" },
  { "{\"a\": 0x1F}", -1, "F:1: an unexpected word" },
  { "{\"a\": -}", -1, "F:1: a broken number" },
  { "{\"a\": +1}", -1, "F:1: an unexpected character" },
  { "{\"a\": 18446744073709551615}", -1, "F:1: a number is too large" },
  { "{\"a\": \"\\ud800\"}", -1, "F:1: half a character" },
  { "{\"a\": \"\\ud800\\u0041\"}", -1, "F:1: half a character" },
  { "{\"a\": \"\\udc00\\ud800\"}", -1, "F:1: half a character" },
  { "{\"a\": \"\\u12\"}", -1, "F:1: a broken escape" },
  { "{\"a\": \"\\x41\"}", -1, "F:1: a broken escape" },
  { "{\"a\": \"b\\u0000c\"}", -1, "F:1: the character U+0000" },
  { "{\"a\":\n1}\0", 9, "F:2: a NUL byte" },
  { "{\n\"\xFF\": 1}", -1, "F:2: the text is not UTF-8" },
  { "{\"\xED\xA0\x80\": 1}", -1, "F:1: the text is not UTF-8" },
  { "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", -1, "F:3: “a” is there twice" },
  { "{\"x\": {\"a\": 1, \"a\": 2}}", -1, "F:1: “a” is there twice" },
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      JsonNode *root = parse (refusals[i].text, refusals[i].length, &error);
      g_autofree char *shown = g_strescape (refusals[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_null (root);
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, refusals[i].message));
      g_assert_null (strchr (error->message, '\n'));
      g_assert_null (strstr (error->message, "<data>"));
    }
}

static void
test_accepted (void)
{
  static const char *const documents[] = {
    "{}",
    " \r\n\t{} \n",
    "{\"a\": [], \"b\": {\"a\": {}}}",
    "{\"a\": [0, -0, 12, 999999999999999999, -1.5, 0.30000000000000004, 1e3, 2E-4]}",
    "{\"a\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00 開通\"}",
    "{\"a\": [true, false, null], \"[{\": \"]}\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (documents[i], -1, &error);

      g_assert_no_error (error);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (root));
    }
}

static char *
nested (guint depth)
{
  GString *text = g_string_new ("{\"a\":");

  for (guint i = 1; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 1; i < depth; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *allowed = nested (KAITSU_JSON_MAX_DEPTH);
  g_autofree char *deeper = nested (KAITSU_JSON_MAX_DEPTH + 1);
  g_autofree char *abyss = nested (1000000);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse (allowed, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  g_assert_null (parse (deeper, -1, &error));
  g_assert_cmpstr (error->message, ==, "F:1: nested too deep");
  g_clear_error (&error);
  g_assert_null (parse (abyss, -1, &error));
  g_assert_cmpstr (error->message, ==, "F:1: nested too deep");
}

/* Every prefix, and every single byte exchanged: never a crash, and never a
 * document out of half a one. */
static void
test_damaged (void)
{
  static const char text[] =
      "{\"a\": [1, -2.5e1, \"\\ud83d\\ude00\\n\", {\"b\": null}], \"c\": true}";
  static const char bytes[] = "\"\\{}[]:,u0-+. \n\t\x01\x7F\xC3\xFF/'et";

  for (gsize length = 0; length < sizeof text - 1; length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (text, (gssize) length, &error));
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
    }
  for (gsize i = 0; i < sizeof text - 1; i++)
    for (gsize j = 0; j < sizeof bytes; j++)
      {
        g_autofree char *damaged = g_strdup (text);
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonNode) root = NULL;

        damaged[i] = bytes[j];
        root = parse (damaged, sizeof text - 1, &error);
        g_assert_true ((root == NULL) == (error != NULL));
      }
}

/* What reading a document with one getter must tell. */
typedef enum
{
  GET_STRING,
  GET_OPTIONAL_STRING,
  GET_ELEMENT,
  GET_INT,
  GET_DOUBLE,
  GET_BOOLEAN,
  GET_NICK,
  GET_OPTIONAL_NICK,
  GET_TIME,
  ENTER,
  ENTER_OPTIONAL,
  ENTER_ARRAY,
} Getter;

typedef struct
{
  Getter getter;
  const char *value;   /* of the member "x" */
  const char *message; /* NULL: it is taken */
} Reading;

#define NOT_WHOLE "F: x: must be a whole number from -5 to 70000"
#define NOT_A_TIME "F: x: must be a time such as 2026-11-23T09:30:00+09:00"

static const Reading readings[] = {
  { GET_STRING, "\"七文字まで可能\"", NULL },
  { GET_STRING, "\"a\\nb\\tc\"", NULL },
  { GET_STRING, "\"\"", NULL },
  { GET_STRING, "null", "F: x: is missing" },
  { GET_STRING, "1", "F: x: must be a text" },
  { GET_STRING, "[\"a\"]", "F: x: must be a text" },
  { GET_STRING, "\"七文字まで可能だ\"", "F: x: is longer than 7 characters" },
  { GET_STRING, "\"a\\u001b[1m\"", "F: x: has a control character" },
  { GET_STRING, "\"a\\u007f\"", "F: x: has a control character" },
  { GET_STRING, "\"a\\u009b\"", "F: x: has a control character" },
  { GET_STRING, "\"a\\r\"", "F: x: has a control character" },
  { GET_OPTIONAL_STRING, "null", NULL },
  { GET_OPTIONAL_STRING, "\"a\"", NULL },
  { GET_OPTIONAL_STRING, "{}", "F: x: must be a text" },
  { GET_OPTIONAL_STRING, "\"12345678\"", "F: x: is longer than 7 characters" },
  { GET_ELEMENT, "[\"a\"]", NULL },
  { GET_ELEMENT, "[null]", "F: x[0]: must be a text" },
  { GET_ELEMENT, "[\"12345678\"]", "F: x[0]: is longer than 7 characters" },
  { GET_INT, "-5", NULL },
  { GET_INT, "70000", NULL },
  { GET_INT, "7e4", NULL },
  { GET_INT, "12.0", NULL },
  { GET_INT, "null", NULL },
  { GET_INT, "-6", NOT_WHOLE },
  { GET_INT, "70001", NOT_WHOLE },
  { GET_INT, "1.5", NOT_WHOLE },
  { GET_INT, "1e300", NOT_WHOLE },
  { GET_INT, "\"1\"", NOT_WHOLE },
  { GET_INT, "true", NOT_WHOLE },
  { GET_DOUBLE, "1", NULL },
  { GET_DOUBLE, "1.25", NULL },
  { GET_DOUBLE, "null", NULL },
  { GET_DOUBLE, "\"1\"", "F: x: must be a number" },
  { GET_DOUBLE, "1e999", "F: x: must be a number" },
  { GET_BOOLEAN, "true", NULL },
  { GET_BOOLEAN, "null", NULL },
  { GET_BOOLEAN, "1", "F: x: must be true or false" },
  { GET_BOOLEAN, "\"true\"", "F: x: must be true or false" },
  { GET_NICK, "\"advisory\"", NULL },
  { GET_NICK, "null", "F: x: is missing" },
  { GET_NICK, "\"advisor\"", "F: x: “advisor” is none of: required, advisory" },
  { GET_NICK, "\"Advisory\"", "F: x: “Advisory” is none of: required, advisory" },
  { GET_NICK, "1", "F: x: must be a text" },
  { GET_OPTIONAL_NICK, "null", NULL },
  { GET_OPTIONAL_NICK, "\"\"", "F: x: “” is none of: required, advisory" },
  { GET_TIME, "\"2026-11-23T09:30:00+09:00\"", NULL },
  { GET_TIME, "\"2026-11-23T00:30:00.25Z\"", NULL },
  { GET_TIME, "\"2026-11-23T00:30:00-00:00\"", NULL },
  { GET_TIME, "null", "F: x: is missing" },
  { GET_TIME, "\"2026-11-23T09:30:00\"", NOT_A_TIME },
  { GET_TIME, "\"2026-11-23T09:30:00.+09:00\"", NOT_A_TIME },
  { GET_TIME, "\"2026-11-23T09:30:00+0900\"", NOT_A_TIME },
  { GET_TIME, "\"2026-02-30T09:30:00Z\"", NOT_A_TIME },
  { GET_TIME, "\"2026-W48-1T09:30:00Z\"", NOT_A_TIME },
  { GET_TIME, "\"2026-11-23T09:30:00Z \"", NOT_A_TIME },
  { GET_TIME, "\"2026-11-23\"", NOT_A_TIME },
  { ENTER, "{}", NULL },
  { ENTER, "null", "F: x: is missing" },
  { ENTER, "[]", "F: x: must be an object" },
  { ENTER_OPTIONAL, "null", NULL },
  { ENTER_OPTIONAL, "\"a\"", "F: x: must be an object" },
  { ENTER_ARRAY, "[]", NULL },
  { ENTER_ARRAY, "[1, 2, 3]", NULL },
  { ENTER_ARRAY, "null", "F: x: is missing" },
  { ENTER_ARRAY, "{}", "F: x: must be a list" },
  { ENTER_ARRAY, "[1, 2, 3, 4]", "F: x: has more than 3 entries" },
};

static void
get (KaitsuJsonReader *reader, Getter getter)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) time = NULL;

  switch (getter)
    {
    case GET_STRING:
      text = kaitsu_json_reader_dup_string (reader, "x", 7);
      g_assert_nonnull (text);
      break;
    case GET_OPTIONAL_STRING:
      text = kaitsu_json_reader_dup_optional_string (reader, "x", 7);
      break;
    case GET_ELEMENT:
      g_assert_cmpuint (kaitsu_json_reader_enter_array (reader, "x", 3), ==, 1);
      text = kaitsu_json_reader_dup_element_string (reader, 0, 7);
      g_assert_nonnull (text);
      kaitsu_json_reader_leave (reader);
      break;
    case GET_INT:
      kaitsu_json_reader_get_int (reader, "x", -5, 70000, -1);
      break;
    case GET_DOUBLE:
      kaitsu_json_reader_get_double (reader, "x", -1);
      break;
    case GET_BOOLEAN:
      kaitsu_json_reader_get_boolean (reader, "x", TRUE);
      break;
    case GET_NICK:
      kaitsu_json_reader_get_nick (reader, "x", KAITSU_TYPE_ROLE);
      break;
    case GET_OPTIONAL_NICK:
      kaitsu_json_reader_get_optional_nick (reader, "x", KAITSU_TYPE_ROLE, KAITSU_ROLE_ADVISORY);
      break;
    case GET_TIME:
      time = kaitsu_json_reader_dup_time (reader, "x");
      g_assert_true ((time == NULL) == kaitsu_json_reader_failed (reader));
      break;
    case ENTER:
      if (kaitsu_json_reader_enter (reader, "x"))
        kaitsu_json_reader_leave (reader);
      break;
    case ENTER_OPTIONAL:
      if (kaitsu_json_reader_enter_optional (reader, "x"))
        kaitsu_json_reader_leave (reader);
      break;
    case ENTER_ARRAY:
      kaitsu_json_reader_enter_array (reader, "x", 3);
      kaitsu_json_reader_leave (reader);
      break;
    }
}

static void
test_readings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      const Reading *reading = &readings[i];
      g_autofree char *text = g_strdup_printf ("{\"x\": %s}", reading->value);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (text, -1, &error);
      g_autoptr (KaitsuJsonReader) reader = NULL;

      g_test_message ("getter %d of %s", reading->getter, text);
      g_assert_no_error (error);
      reader = kaitsu_json_reader_new ("F", root);
      get (reader, reading->getter);
      g_assert_true (kaitsu_json_reader_finish (reader, &error) == (reading->message == NULL));
      if (reading->message == NULL)
        continue;
      g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, reading->message));
    }
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse ("{\"s\": \"開通\", \"i\": 7e4, \"d\": 3, \"b\": false,"
                                     " \"n\": \"advisory\", \"t\": \"2026-11-23T09:30:00+09:00\"}",
                                     -1, &error);
  g_autoptr (KaitsuJsonReader) reader = kaitsu_json_reader_new ("F", root);
  g_autofree char *text = kaitsu_json_reader_dup_string (reader, "s", 2);
  g_autoptr (GDateTime) time = kaitsu_json_reader_dup_time (reader, "t");
  g_autofree char *shown = g_date_time_format_iso8601 (time);

  g_assert_cmpstr (text, ==, "開通");
  g_assert_cmpstr (shown, ==, "2026-11-23T09:30:00+09");
  g_assert_cmpint (kaitsu_json_reader_get_int (reader, "i", 0, 70000, -1), ==, 70000);
  g_assert_cmpint (kaitsu_json_reader_get_int (reader, "none", 0, 70000, -1), ==, -1);
  g_assert_cmpfloat (kaitsu_json_reader_get_double (reader, "d", -1), ==, 3.0);
  g_assert_cmpfloat (kaitsu_json_reader_get_double (reader, "none", -1), ==, -1.0);
  g_assert_false (kaitsu_json_reader_get_boolean (reader, "b", TRUE));
  g_assert_true (kaitsu_json_reader_get_boolean (reader, "none", TRUE));
  g_assert_cmpint (kaitsu_json_reader_get_nick (reader, "n", KAITSU_TYPE_ROLE), ==,
                   KAITSU_ROLE_ADVISORY);
  g_assert_cmpint (kaitsu_json_reader_get_optional_nick (reader, "none", KAITSU_TYPE_LIGHT,
                                                         KAITSU_LIGHT_GREEN),
                   ==, KAITSU_LIGHT_GREEN);
  g_assert_true (kaitsu_json_reader_finish (reader, &error));
}

/* Down and up again: the place is right, and the first fault stays. */
static void
test_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode)
      root = parse ("{\"units\": [{}, {\"services\": [{\"ports\": [\"tcp/1\", 5]}]}],"
                    " \"other\": {\"deep\": {}}}",
                    -1, &error);
  g_autoptr (KaitsuJsonReader) reader = kaitsu_json_reader_new ("a\x1b[1m\nb.json", root);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (kaitsu_json_reader_enter (reader, "other"));
  g_assert_true (kaitsu_json_reader_has (reader, "deep"));
  g_assert_false (kaitsu_json_reader_has (reader, "units"));
  g_assert_true (kaitsu_json_reader_enter (reader, "deep"));
  kaitsu_json_reader_leave (reader);
  kaitsu_json_reader_leave (reader);
  g_assert_cmpuint (kaitsu_json_reader_enter_array (reader, "units", 9), ==, 2);
  g_assert_true (kaitsu_json_reader_enter_element (reader, 1));
  g_assert_cmpuint (kaitsu_json_reader_enter_array (reader, "services", 9), ==, 1);
  g_assert_true (kaitsu_json_reader_enter_element (reader, 0));
  g_assert_cmpuint (kaitsu_json_reader_enter_array (reader, "ports", 9), ==, 2);
  first = kaitsu_json_reader_dup_element_string (reader, 0, 20);
  g_assert_cmpstr (first, ==, "tcp/1");
  g_assert_false (kaitsu_json_reader_failed (reader));
  second = kaitsu_json_reader_dup_element_string (reader, 1, 20);
  g_assert_cmpstr (second, ==, "");
  g_assert_true (kaitsu_json_reader_failed (reader));

  kaitsu_json_reader_fail (reader, "a later fault");
  kaitsu_json_reader_fail_member (reader, "x", "one more");
  kaitsu_json_reader_leave (reader);
  kaitsu_json_reader_leave (reader);
  g_assert_false (kaitsu_json_reader_enter (reader, "other"));
  g_assert_false (kaitsu_json_reader_finish (reader, &error));
  g_assert_cmpstr (error->message, ==,
                   "a[1m b.json: units[1].services[0].ports[1]: must be a text");
}

static void
test_own_fault (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse ("{\"a\": [3]}", -1, &error);
  g_autoptr (KaitsuJsonReader) reader = kaitsu_json_reader_new ("F", root);
  g_autoptr (KaitsuJsonReader) top = kaitsu_json_reader_new ("F", root);

  kaitsu_json_reader_enter_array (reader, "a", 3);
  g_assert_false (kaitsu_json_reader_enter_element (reader, 0));
  g_assert_false (kaitsu_json_reader_finish (reader, &error));
  g_assert_cmpstr (error->message, ==, "F: a[0]: must be an object, { … }");
  g_clear_error (&error);

  kaitsu_json_reader_fail (top, "number %d", 7);
  g_assert_false (kaitsu_json_reader_finish (top, &error));
  g_assert_cmpstr (error->message, ==, "F: number 7");
}

static void
test_allow_only (void)
{
  static const char *const names[] = { "a", "b", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode)
      root = parse ("{\"o\": {\"b\": null}, \"p\": {\"a\": 1, \"B\\n\": 2}}", -1, &error);
  g_autoptr (KaitsuJsonReader) reader = kaitsu_json_reader_new ("F", root);

  g_assert_true (kaitsu_json_reader_enter (reader, "o"));
  kaitsu_json_reader_allow_only (reader, names);
  kaitsu_json_reader_leave (reader);
  g_assert_false (kaitsu_json_reader_failed (reader));
  g_assert_true (kaitsu_json_reader_enter (reader, "p"));
  kaitsu_json_reader_allow_only (reader, names);
  g_assert_false (kaitsu_json_reader_finish (reader, &error));
  g_assert_cmpstr (error->message, ==, "F: p: “B” has no meaning here");
}

/* Elements that are no objects. */
static void
test_elements (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode)
      root = parse ("{\"n\": [\"red\", \"green\", \"blue\"], \"i\": [7, 7.5]}", -1, &error);
  g_autoptr (KaitsuJsonReader) words = kaitsu_json_reader_new ("F", root);
  g_autoptr (KaitsuJsonReader) numbers = kaitsu_json_reader_new ("F", root);

  g_assert_cmpuint (kaitsu_json_reader_enter_array (words, "n", 9), ==, 3);
  g_assert_cmpint (kaitsu_json_reader_get_element_nick (words, 0, KAITSU_TYPE_LIGHT), ==,
                   KAITSU_LIGHT_RED);
  g_assert_cmpint (kaitsu_json_reader_get_element_nick (words, 1, KAITSU_TYPE_LIGHT), ==,
                   KAITSU_LIGHT_GREEN);
  g_assert_cmpint (kaitsu_json_reader_get_element_nick (words, 2, KAITSU_TYPE_LIGHT), ==, 0);
  g_assert_false (kaitsu_json_reader_finish (words, &error));
  g_assert_cmpstr (error->message, ==, "F: n[2]: “blue” is none of: none, green, yellow, red");
  g_clear_error (&error);

  g_assert_cmpuint (kaitsu_json_reader_enter_array (numbers, "i", 9), ==, 2);
  g_assert_cmpint (kaitsu_json_reader_get_element_int (numbers, 0, 0, 9, -1), ==, 7);
  g_assert_cmpint (kaitsu_json_reader_get_element_int (numbers, 1, 0, 9, -1), ==, -1);
  g_assert_false (kaitsu_json_reader_finish (numbers, &error));
  g_assert_cmpstr (error->message, ==, "F: i[1]: must be a whole number from 0 to 9");
}

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kaitsu-json-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "f.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_not_readable (const char *path, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = g_strdup_printf ("%s: cannot be read: %s", path, reason);

  g_assert_null (kaitsu_json_load_file (path, &error));
  g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_NOT_READABLE);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_not_files (Fixture *fixture, gconstpointer data)
{
  assert_not_readable (fixture->path, g_strerror (ENOENT));
  assert_not_readable (fixture->folder, "it is a folder");
  assert_not_readable ("/dev/zero", "it is not an ordinary file");
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_not_readable (fixture->path, "it is not an ordinary file");
  g_unlink (fixture->path);
  g_assert_cmpint (symlink ("f.json", fixture->path), ==, 0);
  assert_not_readable (fixture->path, g_strerror (ELOOP));
}

static void
test_not_permitted (Fixture *fixture, gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }
  g_assert_true (g_file_set_contents (fixture->path, "{}", -1, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  assert_not_readable (fixture->path, g_strerror (EACCES));
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) marked = NULL;
  g_autoptr (GBytes) odd = kaitsu_json_load_file ("/proc/self/mounts", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (odd), >, 0);

  g_assert_true (g_file_set_contents (fixture->path, "{}", -1, NULL));
  plain = kaitsu_json_load_file (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), "{}", 2);

  g_assert_true (g_file_set_contents (fixture->path, "\xEF\xBB\xBF{}", -1, NULL));
  marked = kaitsu_json_load_file (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (marked, NULL), g_bytes_get_size (marked), "{}", 2);
}

static void
test_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) largest = NULL;
  g_autoptr (GBytes) larger = NULL;
  g_autofree char *message = g_strdup_printf ("%s: is larger than 4 MiB", fixture->path);
  int fd = g_open (fixture->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (ftruncate (fd, KAITSU_JSON_MAX_BYTES), ==, 0);
  largest = kaitsu_json_load_file (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (largest), ==, KAITSU_JSON_MAX_BYTES);

  /* a terabyte with nothing in it: only as much is read as is needed */
  g_assert_cmpint (ftruncate (fd, (off_t) 1 << 40), ==, 0);
  close (fd);
  g_assert_null (kaitsu_json_load_file (fixture->path, &error));
  g_assert_error (error, KAITSU_DATA_ERROR, KAITSU_DATA_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
  g_clear_error (&error);

  larger = g_bytes_new_take (g_malloc0 (KAITSU_JSON_MAX_BYTES + 1), KAITSU_JSON_MAX_BYTES + 1);
  g_assert_null (kaitsu_json_parse (larger, "F", &error));
  g_assert_cmpstr (error->message, ==, "F: is larger than 4 MiB");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/refusals", test_refusals);
  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/damaged", test_damaged);
  g_test_add_func ("/json/readings", test_readings);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/place", test_place);
  g_test_add_func ("/json/own-fault", test_own_fault);
  g_test_add_func ("/json/allow-only", test_allow_only);
  g_test_add_func ("/json/elements", test_elements);
  g_test_add ("/json/file/not-files", Fixture, NULL, set_up, test_not_files, tear_down);
  g_test_add ("/json/file/not-permitted", Fixture, NULL, set_up, test_not_permitted, tear_down);
  g_test_add ("/json/file/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/json/file/size", Fixture, NULL, set_up, test_size, tear_down);

  return g_test_run ();
}
