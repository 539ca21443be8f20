/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-report-page.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-attachment.h"
#include "kaitsu-compat.h"
#include "kaitsu-customer-store.h"
#include "kaitsu-heading.h"
#include "kaitsu-mailer.h"
#include "kaitsu-printer.h"
#include "kaitsu-report.h"
#include "kaitsu-request.h"

struct _KaitsuReportPage
{
  KaitsuPage parent_instance;
  KaitsuHeading *heading;
  GtkEditable *company;
  GtkEditable *person;
  GtkEditable *phone;
  GtkEditable *provider;
  GtkEditable *line;
  GtkTextView *memo;
  GtkCheckButton *mask;
  GtkLabel *status;
  KaitsuSaver *saver;
  KaitsuResult *result;
  GCancellable *cancellable;
  gboolean filled;
  gboolean mailing;
  gboolean opened; /* the result brought a customer of its own */
};

G_DEFINE_FINAL_TYPE (KaitsuReportPage, kaitsu_report_page, KAITSU_TYPE_PAGE)

static GtkWindow *
get_window (KaitsuReportPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
say (KaitsuReportPage *self, const char *message)
{
  gtk_label_set_label (self->status, message);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *message != '\0');
  if (*message != '\0')
    kaitsu_compat_announce (GTK_WIDGET (self->status), message);
}

static void
fill_form (KaitsuReportPage *self, const KaitsuCustomer *customer)
{
  gtk_editable_set_text (self->company, customer->company);
  gtk_editable_set_text (self->person, customer->person);
  gtk_editable_set_text (self->phone, customer->phone);
  gtk_editable_set_text (self->provider, customer->provider);
  gtk_editable_set_text (self->line, customer->line);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->memo), customer->memo, -1);
}

static void
take_text (char **field, GtkEditable *entry)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (entry));
}

/* What is pasted beyond the limit is seen not to arrive. Before it is there:
 * who hears of the insertion later still has its place in his hands. */
static void
memo_insert_cb (KaitsuReportPage *self,
                GtkTextIter *place,
                const char *text,
                int length,
                GtkTextBuffer *buffer)
{
  glong room = KAITSU_CUSTOMER_MAX_MEMO - gtk_text_buffer_get_char_count (buffer);

  if (g_utf8_strlen (text, length) <= room)
    return;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  if (room > 0)
    gtk_text_buffer_insert (buffer, place, text,
                            (int) (g_utf8_offset_to_pointer (text, room) - text));
}

static KaitsuCustomer *
read_form (KaitsuReportPage *self)
{
  KaitsuCustomer *customer = kaitsu_customer_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->memo);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  take_text (&customer->company, self->company);
  take_text (&customer->person, self->person);
  take_text (&customer->phone, self->phone);
  take_text (&customer->provider, self->provider);
  take_text (&customer->line, self->line);
  g_free (customer->memo);
  customer->memo = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return customer;
}

/* What was written goes into the result and is remembered for next time, but
 * not what a result brought that was opened: it may be another shop's. Not
 * being able to remember is no reason to disturb anybody. */
static void
commit (KaitsuReportPage *self)
{
  g_autoptr (KaitsuCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;

  if (self->result == NULL || !self->filled)
    return;
  customer = read_form (self);
  kaitsu_result_set_customer (self->result, customer);
  if (!self->opened && !kaitsu_customer_store_save (customer, &error))
    g_message ("%s", error->message);
}

static gboolean
is_empty (const KaitsuCustomer *customer)
{
  return *customer->company == '\0' && *customer->person == '\0' && *customer->phone == '\0'
         && *customer->provider == '\0' && *customer->line == '\0' && *customer->memo == '\0';
}

/* A result that was opened brings its own customer; a new one gets what is
 * already in the form, or what was remembered. */
static void
fill (KaitsuReportPage *self)
{
  const KaitsuCustomer *own = kaitsu_result_get_customer (self->result);

  self->opened = !is_empty (own);
  if (self->opened)
    fill_form (self, own);
  else if (!self->filled)
    {
      g_autoptr (KaitsuCustomer) stored = kaitsu_customer_store_load ();

      fill_form (self, stored);
    }
  self->filled = TRUE;
}

static void
show_result (KaitsuReportPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  KaitsuResult *result = kaitsu_flow_get_result (flow);

  if (result == self->result || kaitsu_flow_is_running (flow))
    return;
  g_set_object (&self->result, result);
  say (self, "");
  if (result != NULL)
    fill (self);
}

static void
mask_toggled_cb (KaitsuReportPage *self, GtkCheckButton *mask)
{
  g_autoptr (GError) error = NULL;

  if (!kaitsu_customer_store_set_masked (gtk_check_button_get_active (mask), &error))
    g_message ("%s", error->message);
}

/* What is handed over, with all that was typed; NULL with @error set. */
static KaitsuResult *
dup_shown (KaitsuReportPage *self, GError **error)
{
  commit (self);
  if (gtk_check_button_get_active (self->mask))
    return kaitsu_report_mask (self->result, error);
  return g_object_ref (self->result);
}

/* What the customer can do something about, in words; the rest as it came. */
static const char *
explain_failure (const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return _ ("The disk is full. Make room, or save to another place.");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES)
      || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM)
      || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    return _ ("Nothing can be written to this folder. Save to another one.");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
    return _ ("This folder is no longer there. Save to another one.");
  return error->message;
}

/* What takes long does not keep the page: it goes with its window, and what
 * was begun is cancelled. */
static GWeakRef *
new_reference (KaitsuReportPage *self)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  return reference;
}

/* (transfer full) (nullable): frees @reference */
static KaitsuReportPage *
take_page (GWeakRef *reference)
{
  KaitsuReportPage *self = g_weak_ref_get (reference);

  g_weak_ref_clear (reference);
  g_free (reference);
  return self;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KaitsuReportPage) self = take_page (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  file = kaitsu_saver_save_finish (KAITSU_SAVER (source), result, &error);
  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (file != NULL)
    {
      g_autofree char *name = g_file_get_parse_name (file);
      g_autofree char *message = g_strdup_printf (_ ("Saved: %s"), name);

      say (self, message);
    }
  else if (error != NULL)
    kaitsu_compat_alert (get_window (self), _ ("The report could not be saved"),
                         explain_failure (error));
}

/* whether there is anybody who can be asked to open a port */
static gboolean
can_ask (KaitsuReportPage *self)
{
  g_autoptr (KaitsuRequest) request = kaitsu_request_new (self->result);

  return request != NULL;
}

void
kaitsu_report_page_save (KaitsuReportPage *self, KaitsuSaveKind kind)
{
  g_autoptr (KaitsuResult) shown = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KAITSU_IS_REPORT_PAGE (self));

  if (self->result == NULL || (kind == KAITSU_SAVE_LETTER && !can_ask (self)))
    return;
  say (self, "");
  shown = dup_shown (self, &error);
  if (shown != NULL)
    kaitsu_saver_save_async (self->saver, get_window (self), shown, kind, self->cancellable,
                             saved_cb, new_reference (self));
  else
    kaitsu_compat_alert (get_window (self), _ ("The report could not be saved"), error->message);
}

void
kaitsu_report_page_print (KaitsuReportPage *self)
{
  g_autoptr (KaitsuResult) shown = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KAITSU_IS_REPORT_PAGE (self));

  if (self->result == NULL)
    return;
  shown = dup_shown (self, &error);
  if (shown != NULL && kaitsu_printer_print (shown, get_window (self), NULL, &error))
    say (self, _ ("Sent to the printer."));
  else if (error != NULL)
    kaitsu_compat_alert (get_window (self), _ ("The report could not be printed"), error->message);
}

void
kaitsu_report_page_copy (KaitsuReportPage *self)
{
  g_autoptr (KaitsuResult) shown = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KAITSU_IS_REPORT_PAGE (self));

  if (self->result == NULL)
    return;
  shown = dup_shown (self, &error);
  if (shown == NULL)
    {
      kaitsu_compat_alert (get_window (self), _ ("The text could not be copied"), error->message);
      return;
    }
  text = kaitsu_report_make_letter (shown);
  if (text == NULL) /* nobody has to be asked for anything */
    text = kaitsu_report_make_plain_text (shown);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _ ("The text is copied. It can be pasted into a mail."));
}

static void
mailed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KaitsuReportPage) self = take_page (data);
  g_autoptr (GError) error = NULL;
  const gboolean opened = kaitsu_mailer_compose_finish (result, &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->mailing = FALSE;
  say (self, opened ? _ ("The mail program has a draft. Write the address, look whether the PDF is "
                         "attached, and send it.")
                    : "");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    kaitsu_compat_alert (get_window (self), error->message,
                         _ ("Save the PDF and attach it to a mail yourself. “Copy the text” gives "
                            "you the words."));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kaitsu_compat_alert (get_window (self), _ ("The mail could not be prepared"),
                         explain_failure (error));
}

void
kaitsu_report_page_mail (KaitsuReportPage *self)
{
  g_autoptr (KaitsuResult) shown = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KAITSU_IS_REPORT_PAGE (self));

  if (self->result == NULL || self->mailing)
    return;
  shown = dup_shown (self, &error);
  if (shown == NULL)
    {
      kaitsu_compat_alert (get_window (self), _ ("The mail could not be prepared"), error->message);
      return;
    }
  self->mailing = TRUE;
  say (self, _ ("A mail program is being opened…"));
  kaitsu_mailer_compose_async (shown, self->cancellable, mailed_cb, new_reference (self));
}

KaitsuSaver *
kaitsu_report_page_get_saver (KaitsuReportPage *self)
{
  g_return_val_if_fail (KAITSU_IS_REPORT_PAGE (self), NULL);

  return self->saver;
}

static void
kaitsu_report_page_bind (KaitsuPage *page, KaitsuFlow *flow)
{
  g_signal_connect_object (flow, "notify::result", G_CALLBACK (show_result), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::step", G_CALLBACK (show_result), page, G_CONNECT_SWAPPED);
  show_result (KAITSU_REPORT_PAGE (page), NULL, flow);
}

static GtkWidget *
kaitsu_report_page_get_first (KaitsuPage *page)
{
  return GTK_WIDGET (KAITSU_REPORT_PAGE (page)->heading);
}

static void
kaitsu_report_page_leave (KaitsuPage *page)
{
  commit (KAITSU_REPORT_PAGE (page));
}

static void
kaitsu_report_page_dispose (GObject *object)
{
  KaitsuReportPage *self = KAITSU_REPORT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->result);
  g_clear_object (&self->saver);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_REPORT_PAGE);

  G_OBJECT_CLASS (kaitsu_report_page_parent_class)->dispose (object);
}

static void
kaitsu_report_page_finalize (GObject *object)
{
  g_clear_object (&KAITSU_REPORT_PAGE (object)->cancellable);

  G_OBJECT_CLASS (kaitsu_report_page_parent_class)->finalize (object);
}

static void
kaitsu_report_page_class_init (KaitsuReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KaitsuPageClass *page_class = KAITSU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_report_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_report_page_finalize;
  page_class->bind = kaitsu_report_page_bind;
  page_class->get_first = kaitsu_report_page_get_first;
  page_class->leave = kaitsu_report_page_leave;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, company);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, person);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, phone);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, provider);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, line);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, memo);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, mask);
  gtk_widget_class_bind_template_child (widget_class, KaitsuReportPage, status);
}

static void
kaitsu_report_page_init (KaitsuReportPage *self)
{
  g_type_ensure (KAITSU_TYPE_HEADING);
  kaitsu_attachment_sweep ();
  self->saver = kaitsu_saver_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->memo), "insert-text",
                           G_CALLBACK (memo_insert_cb), self, G_CONNECT_SWAPPED);
  gtk_check_button_set_active (self->mask, kaitsu_customer_store_get_masked ());
  g_signal_connect_object (self->mask, "toggled", G_CALLBACK (mask_toggled_cb), self,
                           G_CONNECT_SWAPPED);
}
