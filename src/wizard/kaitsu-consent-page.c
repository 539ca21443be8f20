/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-consent-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kaitsu-columns.h"
#include "kaitsu-compat.h"
#include "kaitsu-heading.h"
#include "kaitsu-text-label.h"
#include "kaitsu-texts.h"

#define NO_BREAK_SPACE "\u00a0"

struct _KaitsuConsentPage
{
  KaitsuPage parent_instance;
  KaitsuHeading *heading;
  GtkLabel *what;
  GtkWidget *practice;
  GtkWidget *hosts;
  GtkCheckButton *consent;
  GtkWidget *error;
};

G_DEFINE_FINAL_TYPE (KaitsuConsentPage, kaitsu_consent_page, KAITSU_TYPE_PAGE)

static char *
dup_ports (GArray *ports)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ports->len; i++)
    {
      g_autofree char *label = kaitsu_port_to_label (g_array_index (ports, KaitsuPort, i));
      g_auto (GStrv) words = g_strsplit (label, " ", -1);
      g_autofree char *whole = g_strjoinv (NO_BREAK_SPACE, words);

      g_string_append (text, i > 0 ? C_ ("between ports", ", ") : "");
      g_string_append (text, whole);
    }
  return g_string_free (text, FALSE);
}

/* What the host is asked for, in one line. */
static char *
dup_reason (const KaitsuPlanHost *host)
{
  g_autofree char *ports = dup_ports (host->ports);

  if (host->portal_check)
    return g_strdup_printf (_ ("To see whether a sign-in page is in the way (%s)"), ports);
  return g_strdup_printf (_ ("To see whether these get through: %s"), ports);
}

/* The host, and behind it who runs it; both break where the line ends, the
 * host's name last. */
static GtkWidget *
new_host_label (const char *name, const char *who)
{
  g_autofree char *text = g_strdup_printf ("%s\u3000%s", name, who);
  GtkWidget *label = kaitsu_text_label_new (text, "host");
  PangoAttrList *attributes = pango_attr_list_copy (gtk_label_get_attributes (GTK_LABEL (label)));
  PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

  bold->end_index = (guint) strlen (name);
  pango_attr_list_insert (attributes, bold);
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  return label;
}

static GtkWidget *
new_row (const char *name, const char *who, const char *reason)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);

  gtk_widget_add_css_class (row, "host-row");
  gtk_box_append (GTK_BOX (row), new_host_label (name, who));
  gtk_box_append (GTK_BOX (row), kaitsu_text_label_new (reason, "caption"));
  return row;
}

static void
show_hosts (KaitsuConsentPage *self, KaitsuPlan *plan)
{
  GPtrArray *hosts = kaitsu_plan_get_hosts (plan);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->hosts)) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < hosts->len; i++)
    {
      const KaitsuPlanHost *host = hosts->pdata[i];
      g_autofree char *reason = dup_reason (host);

      gtk_widget_set_parent (new_row (host->host, kaitsu_operator_text (host->operated_by), reason),
                             self->hosts);
    }
  gtk_widget_set_parent (new_row (_ ("The network of the shop"), C_ ("operator", "the shop itself"),
                                  _ ("To look up names, to see how far packets travel, and to "
                                     "learn whether there is a DHCP server")),
                         self->hosts);
}

/* @n: how many ports will be tried */
static char *
dup_what (KaitsuUnit *unit, guint n)
{
  if (g_str_equal (kaitsu_unit_get_id (unit), KAITSU_UNIT_ANY))
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "Whatever the model is: we try %u port, which is all that any model needs.",
                     "Whatever the model is: we try %u ports, which is all that any model needs.",
                     n),
        n);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%s needs %u port. We try from this PC whether it gets out to the Internet.",
                   "%s needs %u ports. We try from this PC whether they get out to the Internet.",
                   n),
      kaitsu_unit_get_name (unit), n);
}

static char *
dup_what_again (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "We try only the %u port again that did not get through.",
                   "We try only the %u ports again that did not get through.", n),
      n);
}

static void
show_plan (KaitsuConsentPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  KaitsuPlan *plan = kaitsu_flow_get_plan (flow);
  g_autofree char *what = NULL;

  if (plan == NULL)
    return;
  if (kaitsu_plan_get_earlier (plan) != NULL)
    what = dup_what_again (kaitsu_plan_get_entries (plan)->len);
  else
    what = dup_what (kaitsu_plan_get_unit (plan), kaitsu_plan_get_entries (plan)->len);
  gtk_label_set_label (self->what, what);
  show_hosts (self, plan);
}

static void
show_consent (KaitsuConsentPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  gboolean consent = kaitsu_flow_get_consent (flow);

  gtk_check_button_set_active (self->consent, consent);
  if (consent)
    {
      gtk_widget_set_visible (self->error, FALSE);
      gtk_widget_remove_css_class (GTK_WIDGET (self->consent), "missing");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->consent), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static void
show_practice (KaitsuConsentPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  gtk_widget_set_visible (self->practice, kaitsu_flow_get_practice_scenario (flow) != NULL);
}

static void
consent_toggled_cb (KaitsuConsentPage *self)
{
  kaitsu_flow_set_consent (kaitsu_page_get_flow (KAITSU_PAGE (self)),
                           gtk_check_button_get_active (self->consent));
}

static void
kaitsu_consent_page_bind (KaitsuPage *page, KaitsuFlow *flow)
{
  KaitsuConsentPage *self = KAITSU_CONSENT_PAGE (page);

  g_signal_connect_object (flow, "notify::plan", G_CALLBACK (show_plan), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::consent", G_CALLBACK (show_consent), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::practice-scenario", G_CALLBACK (show_practice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->consent, "toggled", G_CALLBACK (consent_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  show_plan (self, NULL, flow);
  show_consent (self, NULL, flow);
  show_practice (self, NULL, flow);
}

/* The button stays enabled; who presses it too early is told here why. */
static void
kaitsu_consent_page_complain (KaitsuPage *page)
{
  KaitsuConsentPage *self = KAITSU_CONSENT_PAGE (page);

  gtk_widget_set_visible (self->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->consent), "missing");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->consent), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->consent));
  kaitsu_compat_announce (self->error, gtk_label_get_label (GTK_LABEL (self->error)));
  kaitsu_page_reveal (page, GTK_WIDGET (self->consent));
}

static GtkWidget *
kaitsu_consent_page_get_first (KaitsuPage *page)
{
  return GTK_WIDGET (KAITSU_CONSENT_PAGE (page)->heading);
}

static void
kaitsu_consent_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_CONSENT_PAGE);

  G_OBJECT_CLASS (kaitsu_consent_page_parent_class)->dispose (object);
}

static void
kaitsu_consent_page_class_init (KaitsuConsentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KaitsuPageClass *page_class = KAITSU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_consent_page_dispose;
  page_class->bind = kaitsu_consent_page_bind;
  page_class->complain = kaitsu_consent_page_complain;
  page_class->get_first = kaitsu_consent_page_get_first;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/kaitsu/Kaitsu/ui/kaitsu-consent-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, what);
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, practice);
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, hosts);
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, consent);
  gtk_widget_class_bind_template_child (widget_class, KaitsuConsentPage, error);
}

static void
kaitsu_consent_page_init (KaitsuConsentPage *self)
{
  g_type_ensure (KAITSU_TYPE_COLUMNS);
  g_type_ensure (KAITSU_TYPE_HEADING);
  gtk_widget_init_template (GTK_WIDGET (self));
}
