/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"
#include "kaitsu-http-answer.h"

#include <string.h>

/* nginx 1.22.1, captured */
#define NGINX_OK                                                                                   \
  "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Mon, 23 Nov 2026 01:57:21 GMT\r\n"             \
  "Content-Type: text/plain\r\nContent-Length: 20\r\nConnection: close\r\n\r\n"                    \
  "hello from the port\n"
#define NGINX_MOVED                                                                                \
  "HTTP/1.1 302 Moved Temporarily\r\nServer: nginx/1.22.1\r\n"                                     \
  "Date: Mon, 23 Nov 2026 01:57:21 GMT\r\nContent-Type: text/html\r\nContent-Length: 145\r\n"      \
  "Connection: close\r\nLocation: https://portal.example/\r\n\r\n"                                 \
  "<html>\r\n<head><title>302 Found</title></head>\r\n<body>\r\n"                                  \
  "<center><h1>302 Found</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n"                   \
  "</body>\r\n</html>\r\n"

static const struct
{
  const char *bytes;
  KaitsuHttpAnswerState state;
  KaitsuHttpAnswerState end;
  guint status;
  const char *status_line;
  const char *contains; /* NULL if nothing is looked for */
} answers[] = {
  { NGINX_OK, KAITSU_HTTP_ANSWER_STATE_DONE, KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK",
    "hello from the port" },
  { NGINX_MOVED, KAITSU_HTTP_ANSWER_STATE_DONE, KAITSU_HTTP_ANSWER_STATE_DONE, 302,
    "HTTP/1.1 302 Moved Temporarily", "302 Found" },
  /* where the body ends: RFC 9112 §6.3 */
  { "HTTP/1.0 200 OK\n\nto the end", KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_DONE,
    200, "HTTP/1.0 200 OK", "to the end" },
  { "HTTP/1.1 204 No Content\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_DONE, KAITSU_HTTP_ANSWER_STATE_DONE,
    204, "HTTP/1.1 204 No Content", NULL },
  { "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_DONE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 304, "HTTP/1.1 304 Not Modified", NULL },
  { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_DONE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", NULL },
  { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", KAITSU_HTTP_ANSWER_STATE_DONE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", "ab" },
  { "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", KAITSU_HTTP_ANSWER_STATE_MORE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", "abc" },
  { "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc", KAITSU_HTTP_ANSWER_STATE_MORE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", "abc" },
  { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nabc",
    KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", "abc" },
  { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n5\r\nhello\r\n",
    KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", "hello" },
  { "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_DONE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200", NULL },
  { "HTTP/1.1 200 \033[31mOK\r\nContent-Length: 0\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_DONE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 [31mOK", NULL },
  /* odd header lines do no harm */
  { "HTTP/1.1 200 OK\r\nno colon\r\n: no name\r\nX: a\r\n folded: b\r\nContent-Length: 0\r\n\r\n",
    KAITSU_HTTP_ANSWER_STATE_DONE, KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", NULL },
  /* cut short */
  { "", KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "", NULL },
  { "HTT", KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "", NULL },
  { "HTTP/1.1 200 OK", KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "",
    NULL },
  { "HTTP/1.1 200\r", KAITSU_HTTP_ANSWER_STATE_MORE, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "",
    NULL },
  { "HTTP/1.1 200 OK\r\nServer: x\r\n", KAITSU_HTTP_ANSWER_STATE_MORE,
    KAITSU_HTTP_ANSWER_STATE_DONE, 200, "HTTP/1.1 200 OK", NULL },
  /* others, known by their first bytes */
  { "K", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "", NULL },
  { "KAITSU1 tcp 80 -\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0,
    "", NULL },
  { "GET / HTTP/1.1\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0,
    "", NULL },
  { "\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "", NULL },
  { "HTTP/2 200\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0,
    "", NULL },
  { "HTTP/1.1 20\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0, "",
    NULL },
  { "HTTP/1.1 2000 OK\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, 0,
    "", NULL },
  { "HTTP/1.1 099 no\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP,
    0, "", NULL },
  { "HTTP/1.1 600 no\r\n\r\n", KAITSU_HTTP_ANSWER_STATE_NOT_HTTP, KAITSU_HTTP_ANSWER_STATE_NOT_HTTP,
    0, "", NULL },
};

/* In one piece and in pieces of one and of seven bytes: the same. */
static void
test_answers (void)
{
  static const gsize pieces[] = { G_MAXSIZE, 1, 7 };

  for (gsize i = 0; i < G_N_ELEMENTS (answers) * G_N_ELEMENTS (pieces); i++)
    {
      gsize row = i / G_N_ELEMENTS (pieces);
      gsize piece = pieces[i % G_N_ELEMENTS (pieces)];
      gsize length = strlen (answers[row].bytes);
      g_autoptr (KaitsuHttpAnswer) answer = kaitsu_http_answer_new ();
      KaitsuHttpAnswerState state = KAITSU_HTTP_ANSWER_STATE_MORE;

      g_test_message ("row %" G_GSIZE_FORMAT, row);
      for (gsize at = 0; at < length; at += MIN (piece, length - at))
        state = kaitsu_http_answer_feed (answer, answers[row].bytes + at, MIN (piece, length - at));
      g_assert_cmpint (state, ==, answers[row].state);
      g_assert_cmpint (kaitsu_http_answer_end (answer), ==, answers[row].end);
      g_assert_cmpuint (kaitsu_http_answer_get_status (answer), ==, answers[row].status);
      g_assert_cmpint (kaitsu_http_answer_is_http (answer), ==, answers[row].status != 0);
      g_assert_cmpstr (kaitsu_http_answer_get_status_line (answer), ==, answers[row].status_line);
      if (answers[row].contains != NULL)
        g_assert_true (kaitsu_http_answer_contains (answer, answers[row].contains));
      g_assert_false (kaitsu_http_answer_contains (answer, "not in any of them"));
    }
}

static KaitsuHttpAnswer *
read_whole (const char *bytes)
{
  KaitsuHttpAnswer *answer = kaitsu_http_answer_new ();

  kaitsu_http_answer_feed (answer, bytes, strlen (bytes));
  return answer;
}

static void
test_headers (void)
{
  g_autoptr (KaitsuHttpAnswer) answer = read_whole (NGINX_MOVED);

  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "Location"), ==,
                   "https://portal.example/");
  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "lOCATION"), ==,
                   "https://portal.example/");
  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "Server"), ==, "nginx/1.22.1");
  g_assert_null (kaitsu_http_answer_get_header (answer, "Via"));
  g_assert_null (kaitsu_http_answer_get_header (answer, "Locatio"));
  g_assert_null (kaitsu_http_answer_get_header (answer, ""));
}

static void
test_odd_headers (void)
{
  g_autoptr (KaitsuHttpAnswer)
      answer = read_whole ("HTTP/1.1 200 OK\r\nVia:1.1 \033]0;box\a\r\nVia: second\r\nEmpty:\r\n"
                           "Colons: a:b:c\r\n Folded: x\r\n\r\n");

  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "Via"), ==, "1.1 ]0;box");
  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "Empty"), ==, "");
  g_assert_cmpstr (kaitsu_http_answer_get_header (answer, "Colons"), ==, "a:b:c");
  g_assert_null (kaitsu_http_answer_get_header (answer, "Folded"));
}

/* A box that echoes, or that talks about us in its headers, is not the
 * expected speaker. */
static void
test_contains_only_body (void)
{
  g_autoptr (KaitsuHttpAnswer)
      echo = read_whole ("GET /portquiz HTTP/1.1\r\nHost: portquiz\r\n\r\n");
  g_autoptr (KaitsuHttpAnswer)
      head = read_whole ("HTTP/1.1 302 portquiz\r\nLocation: http://portquiz/\r\n\r\nlogin here");

  g_assert_false (kaitsu_http_answer_contains (echo, "portquiz"));
  g_assert_false (kaitsu_http_answer_contains (echo, ""));
  g_assert_false (kaitsu_http_answer_contains (head, "portquiz"));
  g_assert_true (kaitsu_http_answer_contains (head, "login"));
}

static void
test_body_is_bounded (void)
{
  g_autoptr (KaitsuHttpAnswer)
      answer = read_whole ("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  g_autofree char *filling = g_strnfill (KAITSU_HTTP_ANSWER_MAX_BODY - 4, 'x');

  g_assert_cmpint (kaitsu_http_answer_feed (answer, filling, strlen (filling)), ==,
                   KAITSU_HTTP_ANSWER_STATE_MORE);
  g_assert_cmpint (kaitsu_http_answer_feed (answer, "lastbeyond", strlen ("lastbeyond")), ==,
                   KAITSU_HTTP_ANSWER_STATE_DONE);
  g_assert_true (kaitsu_http_answer_contains (answer, "xlast"));
  g_assert_false (kaitsu_http_answer_contains (answer, "b"));
}

static KaitsuHttpAnswerState
feed_head (gsize value_length)
{
  g_autofree char *filling = g_strnfill (value_length, 'x');
  g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 200 OK\nX: %s\n\n", filling);
  g_autoptr (KaitsuHttpAnswer) answer = kaitsu_http_answer_new ();

  return kaitsu_http_answer_feed (answer, bytes, strlen (bytes));
}

static void
test_head_is_bounded (void)
{
  gsize rest = strlen ("HTTP/1.1 200 OK\nX: \n\n");

  g_assert_cmpint (feed_head (KAITSU_HTTP_ANSWER_MAX_HEAD - rest), ==,
                   KAITSU_HTTP_ANSWER_STATE_MORE);
  g_assert_cmpint (feed_head (KAITSU_HTTP_ANSWER_MAX_HEAD - rest + 1), ==,
                   KAITSU_HTTP_ANSWER_STATE_TOO_LONG);
  g_assert_cmpint (feed_head (1000000), ==, KAITSU_HTTP_ANSWER_STATE_TOO_LONG);
}

static KaitsuHttpAnswerState
feed_headers (guint n_headers)
{
  g_autoptr (GString) bytes = g_string_new ("HTTP/1.1 204 x\n");
  g_autoptr (KaitsuHttpAnswer) answer = kaitsu_http_answer_new ();

  for (guint i = 0; i < n_headers; i++)
    g_string_append (bytes, "a:b\n");
  g_string_append (bytes, "\n");
  return kaitsu_http_answer_feed (answer, bytes->str, bytes->len);
}

static void
test_headers_are_counted (void)
{
  g_assert_cmpint (feed_headers (KAITSU_HTTP_ANSWER_MAX_HEADERS), ==,
                   KAITSU_HTTP_ANSWER_STATE_DONE);
  g_assert_cmpint (feed_headers (KAITSU_HTTP_ANSWER_MAX_HEADERS + 1), ==,
                   KAITSU_HTTP_ANSWER_STATE_TOO_LONG);
}

#define REST "User-Agent: Kaitsu/0.1\r\nAccept: */*\r\nConnection: close\r\n\r\n"

static const struct
{
  const char *host;
  guint16 port;
  const char *path;
  const char *agent;
  const char *request;
} requests[] = {
  { "portquiz.net", 9124, "/", "Kaitsu/0.1", "GET / HTTP/1.1\r\nHost: portquiz.net:9124\r\n" REST },
  { "portquiz.net", 80, "/a?b=c", "Kaitsu/0.1",
    "GET /a?b=c HTTP/1.1\r\nHost: portquiz.net\r\n" REST },
  { "192.0.2.1", 80, "/", "Kaitsu/0.1", "GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n" REST },
  { "2001:db8::1", 80, "/", "Kaitsu/0.1", "GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n" REST },
  { "2001:db8::1", 443, "/", "Kaitsu/0.1", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n" REST },
  { "a", 0, "/", "Kaitsu/0.1", NULL },
  { "", 80, "/", "Kaitsu/0.1", NULL },
  { NULL, 80, "/", "Kaitsu/0.1", NULL },
  { "a b", 80, "/", "Kaitsu/0.1", NULL },
  { "a\r\nX: y", 80, "/", "Kaitsu/0.1", NULL },
  { "開通.example", 80, "/", "Kaitsu/0.1", NULL },
  { "a", 80, "", "Kaitsu/0.1", NULL },
  { "a", 80, "x", "Kaitsu/0.1", NULL },
  { "a", 80, "/ x", "Kaitsu/0.1", NULL },
  { "a", 80, "/", "Kaitsu\r\n\r\n", NULL },
  { "a", 80, "/", "", NULL },
};

static void
test_requests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *request = kaitsu_http_answer_build_get (requests[i].host, requests[i].port,
                                                               requests[i].path, requests[i].agent);

      g_assert_cmpstr (request, ==, requests[i].request);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-answer/answers", test_answers);
  g_test_add_func ("/http-answer/headers", test_headers);
  g_test_add_func ("/http-answer/odd-headers", test_odd_headers);
  g_test_add_func ("/http-answer/contains-only-body", test_contains_only_body);
  g_test_add_func ("/http-answer/body-is-bounded", test_body_is_bounded);
  g_test_add_func ("/http-answer/head-is-bounded", test_head_is_bounded);
  g_test_add_func ("/http-answer/headers-are-counted", test_headers_are_counted);
  g_test_add_func ("/http-answer/requests", test_requests);
  return g_test_run ();
}
