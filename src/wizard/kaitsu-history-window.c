/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-history-window.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-compat.h"
#include "kaitsu-em.h"
#include "kaitsu-facts.h"
#include "kaitsu-heading.h"
#include "kaitsu-history-row.h"
#include "kaitsu-line.h"
#include "kaitsu-names.h"
#include "kaitsu-text-label.h"
#include "kaitsu-wording.h"

#define WIDTH_EMS 52
#define HEIGHT_EMS 38

struct _KaitsuHistoryWindow
{
  GtkWindow parent_instance;
  KaitsuFlow *flow;
  GtkStack *stack;
  GtkWidget *list_page;
  GtkWidget *compare_page;
  KaitsuHeading *heading;
  KaitsuHeading *compare_heading;
  GtkLabel *lead;
  GtkListBox *rows;
  GtkBox *changes;
  GtkWidget *undo_bar;
  GtkLabel *undo_label;
  GtkWidget *undo;
  GtkWidget *back;
  GtkWidget *compare;
  GtkWidget *close;
  GCancellable *cancellable;
  GPtrArray *entries;                /* nullable: not read yet */
  const KaitsuHistoryEntry *removed; /* nullable: what can be put back, of entries */
};

G_DEFINE_FINAL_TYPE (KaitsuHistoryWindow, kaitsu_history_window, GTK_TYPE_WINDOW)

static KaitsuHistoryRow *
get_row (KaitsuHistoryWindow *self, int i)
{
  return KAITSU_HISTORY_ROW (gtk_list_box_get_row_at_index (self->rows, i));
}

static guint
count_rows (KaitsuHistoryWindow *self)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (self->rows, (int) n) != NULL)
    n++;
  return n;
}

static void
show_lead (KaitsuHistoryWindow *self)
{
  guint n = count_rows (self);

  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->compare, n > 1);
  gtk_label_set_label (self->lead, n > 0 ? _ ("Choose one to see it again. Mark two to compare "
                                              "them. They are kept only on this PC.")
                                         : _ ("Nothing has been checked yet. What is checked in "
                                              "practice is not kept."));
}

static void
complain (KaitsuHistoryWindow *self, const char *message, const GError *error)
{
  kaitsu_compat_alert (GTK_WINDOW (self), message, error->message);
}

static void add_row (KaitsuHistoryWindow *self, const KaitsuHistoryEntry *entry, int position);

static void
show_removed (KaitsuHistoryWindow *self, const KaitsuHistoryEntry *entry)
{
  self->removed = entry;
  gtk_widget_set_visible (self->undo_bar, entry != NULL);
  if (entry == NULL)
    return;
  gtk_label_set_label (self->undo_label, _ ("The result was deleted."));
  kaitsu_compat_announce (GTK_WIDGET (self->undo_label), _ ("The result was deleted."));
}

static void
remove_cb (KaitsuHistoryWindow *self, KaitsuHistoryRow *row)
{
  const KaitsuHistoryEntry *entry = kaitsu_history_row_get_entry (row);
  g_autoptr (GError) error = NULL;

  if (!kaitsu_history_remove (entry, &error))
    {
      complain (self, _ ("The result could not be deleted"), error);
      return;
    }
  /* GTK 4.8 keeps a widget for ever that had the focus when it went. */
  gtk_widget_grab_focus (self->close);
  gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  show_removed (self, entry);
  gtk_widget_grab_focus (self->undo);
  show_lead (self);
}

/* Where it was: newest first. */
static int
find_position (KaitsuHistoryWindow *self, const KaitsuHistoryEntry *entry)
{
  int i = 0;

  while (i < (int) count_rows (self)
         && g_strcmp0 (kaitsu_history_row_get_entry (get_row (self, i))->path, entry->path) > 0)
    i++;
  return i;
}

static void
undo_cb (KaitsuHistoryWindow *self)
{
  const KaitsuHistoryEntry *entry = self->removed;
  g_autoptr (GError) error = NULL;

  if (entry == NULL)
    return;
  if (!kaitsu_history_restore (entry, &error))
    {
      complain (self, _ ("The result could not be put back"), error);
      return;
    }
  int position = find_position (self, entry);
  add_row (self, entry, position);
  gtk_widget_grab_focus (GTK_WIDGET (get_row (self, position)));
  show_removed (self, NULL);
  show_lead (self);
}

/* Two at most: whoever marks a third means it instead of the first. */
static void
chosen_cb (KaitsuHistoryWindow *self, GParamSpec *pspec, KaitsuHistoryRow *row)
{
  KaitsuHistoryRow *first = NULL;
  guint n = 0;

  if (!kaitsu_history_row_get_chosen (row))
    return;
  for (guint i = 0; i < count_rows (self); i++)
    {
      KaitsuHistoryRow *other = get_row (self, (int) i);

      if (!kaitsu_history_row_get_chosen (other))
        continue;
      n++;
      if (other != row && first == NULL)
        first = other;
    }
  if (n > 2)
    kaitsu_history_row_set_chosen (first, FALSE);
}

static void
add_row (KaitsuHistoryWindow *self, const KaitsuHistoryEntry *entry, int position)
{
  GtkWidget *row = kaitsu_history_row_new (entry);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "notify::chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_insert (self->rows, row, position);
}

static void
row_activated_cb (KaitsuHistoryWindow *self, GtkListBoxRow *row)
{
  KaitsuResult *result = kaitsu_history_row_get_entry (KAITSU_HISTORY_ROW (row))->result;

  if (result == NULL)
    return;
  kaitsu_flow_open_result (self->flow, result);
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_line (KaitsuHistoryWindow *self, const char *text, const char *style)
{
  gtk_box_append (self->changes, kaitsu_text_label_new (text, style));
}

static void
add_head (KaitsuHistoryWindow *self, const char *title, KaitsuResult *result)
{
  g_autofree char *when = kaitsu_wording_minute (kaitsu_result_get_finished (result));
  g_autofree char *verdict = kaitsu_wording_verdict (kaitsu_result_get_verdict (result));
  g_autofree char *line = NULL;

  /* Translators: "Before" or "After", when, unit */
  line = g_strdup_printf (C_ ("compared result", "%s: %s  %s"), title, when,
                          kaitsu_result_get_unit_name (result));
  add_line (self, line, "detail-title");
  add_line (self, verdict, "detail");
}

static void
show_changes (KaitsuHistoryWindow *self, KaitsuResult *before, KaitsuResult *after)
{
  g_autoptr (GArray) changes = kaitsu_result_list_changes (after, before);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->changes))) != NULL)
    gtk_box_remove (self->changes, child);
  add_head (self, C_ ("compared result", "Before"), before);
  add_head (self, C_ ("compared result", "After"), after);
  add_line (self, _ ("Ports"), "detail-title");
  if (changes->len == 0)
    add_line (self, _ ("Every port is as it was."), "detail");
  for (guint i = 0; i < changes->len; i++)
    {
      const KaitsuChange *change = &g_array_index (changes, KaitsuChange, i);
      g_autofree char *port = kaitsu_port_to_label (change->port);
      g_autofree char *from = kaitsu_facts_dup_light (change->from);
      g_autofree char *to = kaitsu_facts_dup_light (change->to);
      /* Translators: a port, its light before, its light after */
      g_autofree char *line = g_strdup_printf (C_ ("compared result", "%s: %s → %s"), port, from,
                                               to);

      add_line (self, line, "detail");
    }
}

/* Before GTK 4.18 a screen reader sees the pages of a stack that are not
 * shown, unless they are empty. */
static void
set_page_shown (GtkWidget *page, gboolean shown)
{
  gtk_widget_set_visible (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (page)), shown);
}

static void
show_page (KaitsuHistoryWindow *self, GtkWidget *page)
{
  gboolean comparing = page == self->compare_page;

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child (self->stack, page);
  set_page_shown (self->list_page, !comparing);
  set_page_shown (self->compare_page, comparing);
  gtk_widget_set_visible (self->back, comparing);
  gtk_widget_set_visible (self->compare, !comparing && count_rows (self) > 1);
  /* what was deleted is put back into the list, where it is seen */
  gtk_widget_set_visible (self->undo_bar, !comparing && self->removed != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (comparing ? self->compare_heading : self->heading));
}

static void
back_cb (KaitsuHistoryWindow *self)
{
  show_page (self, self->list_page);
}

/* A step back, as on the pages of the wizard; from the list, out of here. */
static void
escape_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KaitsuHistoryWindow *self = KAITSU_HISTORY_WINDOW (widget);

  if (gtk_stack_get_visible_child (self->stack) == self->compare_page)
    back_cb (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
compare_cb (KaitsuHistoryWindow *self)
{
  KaitsuResult *two[2] = { NULL, NULL }; /* the list has the newest first */
  guint n = 0;

  for (guint i = 0; i < count_rows (self); i++)
    if (kaitsu_history_row_get_chosen (get_row (self, (int) i)) && n < 2)
      two[n++] = kaitsu_history_row_get_entry (get_row (self, (int) i))->result;
  if (n < 2)
    {
      kaitsu_compat_alert (GTK_WINDOW (self), _ ("Mark two results"),
                           _ ("Each result has a box to mark at its left. Mark the two that you "
                              "want to compare."));
      return;
    }
  show_changes (self, two[1], two[0]);
  show_page (self, self->compare_page);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KaitsuHistoryWindow) self = data;
  g_autoptr (GPtrArray) entries = kaitsu_history_list_finish (result, NULL);

  if (entries == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->entries = g_steal_pointer (&entries);
  for (guint i = 0; i < self->entries->len; i++)
    add_row (self, self->entries->pdata[i], -1);
  show_lead (self);
}

void
kaitsu_history_window_present (GtkWindow *parent, KaitsuFlow *flow)
{
  KaitsuHistoryWindow *self;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (KAITSU_IS_FLOW (flow));

  self = g_object_new (KAITSU_TYPE_HISTORY_WINDOW, "transient-for", parent, NULL);
  self->flow = g_object_ref (flow);
  kaitsu_em_size_window (GTK_WINDOW (self), parent, WIDTH_EMS, HEIGHT_EMS);
  kaitsu_history_purge (); /* what an earlier window could not */
  kaitsu_history_list_async (self->cancellable, listed_cb, g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->heading));
}

static void
kaitsu_history_window_dispose (GObject *object)
{
  KaitsuHistoryWindow *self = KAITSU_HISTORY_WINDOW (object);

  if (self->removed != NULL || self->entries != NULL)
    kaitsu_history_purge ();
  self->removed = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->flow);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_HISTORY_WINDOW);
  g_clear_pointer (&self->entries, g_ptr_array_unref);

  G_OBJECT_CLASS (kaitsu_history_window_parent_class)->dispose (object);
}

static void
kaitsu_history_window_finalize (GObject *object)
{
  g_clear_object (&KAITSU_HISTORY_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (kaitsu_history_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, compare_page);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, compare_heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, lead);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, rows);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, changes);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, undo_bar);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, undo_label);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, undo);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, compare);
  gtk_widget_class_bind_template_child (widget_class, KaitsuHistoryWindow, close);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
}

static void
kaitsu_history_window_class_init (KaitsuHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_history_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kaitsu_history_window_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/kaitsu/Kaitsu/ui/kaitsu-history-window.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "history.escape", NULL, escape_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "history.escape", NULL);
}

static void
kaitsu_history_window_init (KaitsuHistoryWindow *self)
{
  g_type_ensure (KAITSU_TYPE_HEADING);
  g_type_ensure (KAITSU_TYPE_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
  kaitsu_text_label_adopt (GTK_WIDGET (self));
  set_page_shown (self->compare_page, FALSE);
  self->cancellable = g_cancellable_new ();
  kaitsu_names_clean_buttons (GTK_WIDGET (self));
}
