/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "wizard-fixture.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

#include "kaitsu-attachment.h"

/* The portal is a service of the test on the real session bus; xdg-email is
 * the real one, and the mail program that it starts writes down what it got. */

#define PLACE "/org/freedesktop/portal/desktop"
#define OPENED                                                                                     \
  "The mail program has a draft. Write the address, look whether the PDF is attached, and send it."
#define NOTHING "No mail program was found on this PC."
#define DAY (24 * 60 * 60)

static const char introspection[] =
    "<node><interface name='org.freedesktop.portal.Email'>"
    "<method name='ComposeEmail'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface></node>";

typedef struct
{
  GDBusConnection *bus;
  guint object;
  guint32 response;
  gboolean silent;
  guint n_calls;
  GVariant *options;
  char *path; /* of the attachment, as the portal sees it */
} Portal;

static void
respond (Portal *portal, const char *sender, const char *handle)
{
  g_dbus_connection_emit_signal (portal->bus, sender, handle, "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(u@a{sv})", portal->response,
                                                g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL,
                                                                     0)),
                                 NULL);
}

static char *
dup_handle (Portal *portal, const char *sender)
{
  g_autofree char *name = g_strdup (sender + 1);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (portal->options, "handle_token", "&s", &token));
  g_strdelimit (name, ".", '_');
  return g_strdup_printf (PLACE "/request/%s/%s", name, token);
}

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  Portal *portal = data;
  GUnixFDList *files =
      g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  g_autoptr (GVariant) attached = NULL;
  g_autofree char *link = NULL;
  g_autofree char *handle = NULL;
  gint32 index = -1;

  portal->n_calls++;
  g_clear_pointer (&portal->options, g_variant_unref);
  g_variant_get (parameters, "(&s@a{sv})", NULL, &portal->options);
  attached = g_variant_lookup_value (portal->options, "attachment_fds", G_VARIANT_TYPE ("ah"));
  g_assert_nonnull (attached);
  g_assert_cmpuint (g_variant_n_children (attached), ==, 1);
  g_variant_get_child (attached, 0, "h", &index);
  link = g_strdup_printf ("/proc/self/fd/%d", g_unix_fd_list_peek_fds (files, NULL)[index]);
  g_free (portal->path);
  portal->path = g_file_read_link (link, NULL);
  handle = dup_handle (portal, sender);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  if (!portal->silent)
    respond (portal, sender, handle);
}

static void
portal_start (Portal *portal, gboolean with_mail)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  portal->bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  if (with_mail)
    portal->object = g_dbus_connection_register_object (portal->bus, PLACE, node->interfaces[0],
                                                        &vtable, portal, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (
      portal->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
portal_stop (Portal *portal)
{
  g_dbus_connection_close_sync (portal->bus, NULL, NULL);
  g_clear_object (&portal->bus);
  g_clear_pointer (&portal->options, g_variant_unref);
  g_clear_pointer (&portal->path, g_free);
}

static const char *
get_option (Portal *portal, const char *name)
{
  const char *value = NULL;

  g_assert_true (g_variant_lookup (portal->options, name, "&s", &value));
  return value;
}

static void
remove_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

/* a PDF that only this user can get at */
static void
assert_private_pdf (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *start = NULL;
  GStatBuf info;

  g_assert_true (g_file_get_contents (path, &start, NULL, NULL));
  g_assert_true (g_str_has_prefix (start, "%PDF-"));
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_true (g_str_has_prefix (path, g_get_user_cache_dir ()));
}

/* Of a company with a difficult name. */
static KaitsuWindow *
open_report (void)
{
  KaitsuWindow *window = fixture_open ("router-blocks-maintenance");
  GtkWidget *page;

  fixture_walk (window, KAITSU_STEP_REPORT);
  page = GTK_WIDGET (kaitsu_window_get_report_page (window));
  gtk_editable_set_text (GTK_EDITABLE (fixture_find (page, GTK_TYPE_ENTRY)),
                         "O'Neill & 茶, $(id) `id` %s");
  return window;
}

/* Presses the button and waits for something to be said. */
static void
write_mail (KaitsuWindow *window)
{
  GtkWidget *page = GTK_WIDGET (kaitsu_window_get_report_page (window));

  fixture_press (page, "Write a mai_l");
  while (fixture_says (page, "A mail program is being opened…"))
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
}

static gboolean
is_said (const char *text)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (gtk_widget_get_mapped (window->data) && fixture_says (window->data, text))
      return TRUE;
  return FALSE;
}

/* Everything that a message had to say was read. */
static void
close_messages (KaitsuWindow *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *other = windows; other != NULL; other = other->next)
    if (other->data != (gpointer) window && gtk_widget_get_mapped (other->data))
      gtk_window_close (other->data);
  fixture_settle ();
}

/* A draft: the request in it, the PDF with it, and nobody it goes to. */
static void
test_portal (void)
{
  Portal portal = { 0 };
  KaitsuWindow *window;

  portal_start (&portal, TRUE);
  window = open_report ();
  write_mail (window);
  g_assert_true (is_said (OPENED));
  g_assert_cmpuint (portal.n_calls, ==, 1);
  for (const char *const *name = (const char *const[]){ "address", "addresses", "cc", "bcc", NULL };
       *name != NULL; name++)
    g_assert_null (g_variant_lookup_value (portal.options, *name, NULL));
  g_assert_nonnull (strstr (get_option (&portal, "subject"), "Request to let connections through"));
  g_assert_nonnull (strstr (get_option (&portal, "subject"), "[PRACTICE]"));
  g_assert_null (strchr (get_option (&portal, "subject"), '\n'));
  g_assert_nonnull (strstr (get_option (&portal, "body"), "9124"));
  g_assert_nonnull (strstr (get_option (&portal, "body"), "Port forwarding: Not needed"));
  g_assert_nonnull (strstr (portal.path, "/Kaitsu-check_practice_O-Neill_&_茶-_$(id)_`id`_%s_HOME-UNIT2_"));
  g_assert_true (g_str_has_suffix (portal.path, ".pdf"));
  assert_private_pdf (portal.path);
  remove_folder (portal.path);
  fixture_close (window);
  portal_stop (&portal);
}

static gboolean
tells_of_the_inside (Portal *portal)
{
  g_autofree char *quoted = g_shell_quote (portal->path);
  g_autofree char *command = g_strdup_printf ("pdftotext %s -", quoted);
  g_autofree char *pdf = NULL;

  g_assert_true (g_spawn_command_line_sync (command, &pdf, NULL, NULL, NULL));
  g_assert_nonnull (strstr (pdf, "9124"));
  return strstr (pdf, "192.168.1.") != NULL
         || strstr (get_option (portal, "body"), "192.168.1.") != NULL;
}

/* What is to be withheld is in neither the draft nor the PDF. */
static void
test_withholds (void)
{
  for (guint withheld = 0; withheld < 2; withheld++)
    {
      Portal portal = { 0 };
      KaitsuWindow *window;
      GtkWidget *mask;

      portal_start (&portal, TRUE);
      window = open_report ();
      mask = fixture_find (kaitsu_window_get_page (window), GTK_TYPE_CHECK_BUTTON);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (mask), withheld == 1);
      write_mail (window);
      g_assert_true (tells_of_the_inside (&portal) == (withheld == 0));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (mask), FALSE);
      remove_folder (portal.path);
      fixture_close (window);
      portal_stop (&portal);
    }
}

/* Not wanting to is no failure. */
static void
test_changed_his_mind (void)
{
  Portal portal = { .response = 1 };
  KaitsuWindow *window;

  portal_start (&portal, TRUE);
  window = open_report ();
  write_mail (window);
  g_assert_cmpuint (portal.n_calls, ==, 1);
  g_assert_false (is_said (OPENED));
  g_assert_false (is_said (NOTHING));
  remove_folder (portal.path);
  fixture_close (window);
  portal_stop (&portal);
}

/* A portal that never answers holds nothing up: not even the window. */
static void
test_silent_portal (void)
{
  Portal portal = { .silent = TRUE };
  KaitsuWindow *window;

  portal_start (&portal, TRUE);
  window = open_report ();
  fixture_act (window, "mail");
  fixture_act (window, "mail");
  while (portal.n_calls == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
  g_assert_cmpuint (portal.n_calls, ==, 1);
  remove_folder (portal.path);
  fixture_close (window);
  portal_stop (&portal);
}

/* What to do instead, where there is neither. */
static void
test_nothing (void)
{
  Portal portal = { .response = 2 };
  KaitsuWindow *window;

  g_unsetenv ("MAILER");
  portal_start (&portal, TRUE);
  window = open_report ();
  write_mail (window);
  g_assert_cmpuint (portal.n_calls, ==, 1);
  g_assert_true (is_said (NOTHING));
  g_assert_true (is_said ("Save the PDF and attach it to a mail yourself. “Copy the text” gives "
                          "you the words."));
  remove_folder (portal.path);
  close_messages (window);
  fixture_close (window);
  portal_stop (&portal);
}

/* --- xdg-email --- */

/* A mail program that only writes down what it was started with. */
static char *
make_program (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\n"
                                             "printf '%%s\\n' \"$@\" >'%s/got.part'\n"
                                             "mv '%s/got.part' '%s/got'\n",
                                             folder, folder, folder);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  return g_steal_pointer (&path);
}

static char *
wait_for_mail (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "got", NULL);
  char *got = NULL;

  while (!g_file_get_contents (path, &got, NULL, NULL))
    fixture_settle ();
  return got;
}

static gboolean
is_missing_tool (void)
{
  g_autofree char *tool = g_find_program_in_path ("xdg-email");

  if (tool == NULL)
    g_test_skip ("xdg-email IS MISSING, nothing was checked");
  return tool == NULL;
}

/* What stands between @before and one of @end. */
static char *
dup_between (const char *mail, const char *before, const char *end)
{
  const char *start = strstr (mail, before);

  g_assert_nonnull (start);
  start += strlen (before);
  return g_strndup (start, strcspn (start, end));
}

/* The portal has no mail part: as on a desktop without a backend for it. */
static char *
dup_mailed (const char *folder)
{
  Portal portal = { 0 };
  KaitsuWindow *window;
  char *mail;

  portal_start (&portal, FALSE);
  window = open_report ();
  write_mail (window);
  g_assert_true (is_said (OPENED));
  mail = wait_for_mail (folder);
  fixture_close (window);
  portal_stop (&portal);
  return mail;
}

static void
test_mailer (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *program = NULL;
  g_autofree char *mail = NULL;
  g_autofree char *encoded = NULL;
  g_autofree char *path = NULL;

  if (is_missing_tool ())
    return;
  program = make_program (folder, "mailer");
  g_setenv ("MAILER", program, TRUE);
  mail = dup_mailed (folder);
  g_unsetenv ("MAILER");
  g_assert_true (g_str_has_prefix (mail, "mailto:?"));
  g_assert_nonnull (strstr (mail, "subject=%5BPRACTICE%5D"));
  g_assert_nonnull (strstr (mail, "9124"));
  g_assert_null (strstr (mail, "cc="));
  encoded = dup_between (mail, "attach=", "&\n");
  path = g_uri_unescape_string (encoded, NULL);
  assert_private_pdf (path);
  remove_folder (path);
}

static void
write_file (const char *folder, const char *name, const char *contents)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

/* Thunderbird is the customer's mail program; xdg-email has a way of its own
 * to tell it of the file, which breaks at some characters. */
static void
test_thunderbird (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *program = NULL;
  g_autofree char *entry = NULL;
  g_autofree char *mail = NULL;
  g_autofree char *path = NULL;

  if (is_missing_tool ())
    return;
  program = make_program (folder, "thunderbird");
  entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Mail\nExec=%s %%u\n"
                           "MimeType=x-scheme-handler/mailto;\n",
                           program);
  write_file (applications, "thunderbird.desktop", entry);
  write_file (g_get_user_config_dir (), "mimeapps.list",
              "[Default Applications]\nx-scheme-handler/mailto=thunderbird.desktop\n");
  g_setenv ("XDG_DATA_HOME", g_get_user_data_dir (), TRUE);
  g_setenv ("XDG_CONFIG_HOME", g_get_user_config_dir (), TRUE);
  mail = dup_mailed (folder);
  g_test_message ("%s", mail);
  g_assert_true (g_str_has_prefix (mail, "-compose\n"));
  g_assert_null (strstr (mail, "to="));
  path = dup_between (mail, "attachment='", "'");
  assert_private_pdf (path);
  remove_folder (path);
}

/* --- the attachment --- */

static char *
put_down (const char *name, gint64 age)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("%PDF-1", 6);
  g_autoptr (GError) error = NULL;
  char *path = kaitsu_attachment_write (name, bytes, &error);
  g_autofree char *folder = NULL;
  struct utimbuf times;

  g_assert_no_error (error);
  folder = g_path_get_dirname (path);
  times.actime = times.modtime = (time_t) (g_get_real_time () / G_USEC_PER_SEC - age);
  g_assert_cmpint (utime (folder, &times), ==, 0);
  return path;
}

/* After a week the file is gone; before that a draft may still want it. What
 * lies in a folder behind a link is somebody else's. */
static void
test_sweep (void)
{
  g_autofree char *old = put_down ("old.pdf", 8 * DAY);
  g_autofree char *recent = put_down ("recent.pdf", 6 * DAY);
  g_autofree char *folder = g_dir_make_tmp ("kaitsu-XXXXXX", NULL);
  g_autofree char *foreign = g_build_filename (folder, "mine.pdf", NULL);
  g_autofree char *link =
      g_build_filename (g_get_user_cache_dir (), "kaitsu", "mail", "link", NULL);

  g_assert_true (g_file_set_contents (foreign, "mine", -1, NULL));
  g_assert_cmpint (symlink (folder, link), ==, 0);
  kaitsu_attachment_sweep ();
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (recent, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_EXISTS));
  g_unlink (link);
  remove_folder (recent);
  remove_folder (foreign);
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 0;
  g_test_add_func ("/mail/portal", test_portal);
  g_test_add_func ("/mail/withholds", test_withholds);
  g_test_add_func ("/mail/changed-his-mind", test_changed_his_mind);
  g_test_add_func ("/mail/silent-portal", test_silent_portal);
  g_test_add_func ("/mail/nothing", test_nothing);
  g_test_add_func ("/mail/mailer", test_mailer);
  g_test_add_func ("/mail/thunderbird", test_thunderbird);
  g_test_add_func ("/mail/sweep", test_sweep);
  return g_test_run ();
}
