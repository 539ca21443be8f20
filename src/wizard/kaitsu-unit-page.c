/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-unit-page.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-compat.h"
#include "kaitsu-heading.h"
#include "kaitsu-line.h"
#include "kaitsu-names.h"
#include "kaitsu-practice-net.h"
#include "kaitsu-unit-card.h"

struct _KaitsuUnitPage
{
  KaitsuPage parent_instance;
  GtkGrid *grid;
  GtkBox *unknown_place;
  GtkWidget *unknown_help;
  GtkWidget *error;
  GtkWidget *offline;
  GtkWidget *practice;
  GtkDropDown *scenarios;
  GtkWidget *practice_link;
  GPtrArray *cards; /* of KaitsuUnitCard, not owned */
  gboolean online;
};

G_DEFINE_FINAL_TYPE (KaitsuUnitPage, kaitsu_unit_page, KAITSU_TYPE_PAGE)

static void
card_toggled_cb (KaitsuUnitPage *self, GtkToggleButton *card)
{
  if (gtk_toggle_button_get_active (card))
    kaitsu_flow_set_unit (kaitsu_page_get_flow (KAITSU_PAGE (self)),
                          kaitsu_unit_card_get_unit (KAITSU_UNIT_CARD (card)));
}

/* Space chooses; Enter chooses too, and on the chosen one it means "next",
 * as it does everywhere else in the wizard. */
static gboolean
card_key_cb (GtkEventControllerKey *keys,
             guint key,
             guint code,
             GdkModifierType state,
             GtkToggleButton *card)
{
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter)
    return FALSE;
  if (gtk_toggle_button_get_active (card))
    gtk_widget_activate_action (GTK_WIDGET (card), "win.next", NULL);
  else
    gtk_toggle_button_set_active (card, TRUE);
  return TRUE;
}

static GtkWidget *
add_card (KaitsuUnitPage *self,
          KaitsuUnit *unit,
          const char *title,
          const char *caption,
          GtkOrientation orientation)
{
  GtkWidget *card = kaitsu_unit_card_new (unit, title, caption, orientation);
  GtkEventController *keys = gtk_event_controller_key_new ();

  if (self->cards->len > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (card), self->cards->pdata[0]);
  g_ptr_array_add (self->cards, card);
  g_signal_connect_object (card, "toggled", G_CALLBACK (card_toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (card_key_cb), card);
  gtk_widget_add_controller (card, keys);
  return card;
}

static char *
dup_caption (KaitsuUnit *unit)
{
  guint n = kaitsu_unit_get_ports (unit)->len;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u port", "%u ports", n), n);
}

/* A family to a row: the model and its Pro side by side. */
static void
add_cards (KaitsuUnitPage *self, KaitsuCatalogue *catalogue)
{
  GListModel *units = kaitsu_catalogue_get_units (catalogue);
  const char *family = NULL;
  int row = -1;
  int column = 0;

  for (guint i = 0; i < g_list_model_get_n_items (units); i++)
    {
      g_autoptr (KaitsuUnit) unit = g_list_model_get_item (units, i);
      g_autofree char *caption = dup_caption (unit);

      if (g_strcmp0 (family, kaitsu_unit_get_family (unit)) != 0)
        {
          family = kaitsu_unit_get_family (unit);
          row++;
          column = 0;
        }
      gtk_grid_attach (self->grid,
                       add_card (self, unit, kaitsu_unit_get_name (unit), caption,
                                 GTK_ORIENTATION_HORIZONTAL),
                       column++, row, 1, 1);
    }
}

static void
show_unit (KaitsuUnitPage *self, GParamSpec *pspec, KaitsuFlow *flow)
{
  KaitsuUnit *unit = kaitsu_flow_get_unit (flow);
  gboolean any = unit != NULL && g_str_equal (kaitsu_unit_get_id (unit), KAITSU_UNIT_ANY);

  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkToggleButton *card = self->cards->pdata[i];

      if (unit != NULL && kaitsu_unit_card_get_unit (KAITSU_UNIT_CARD (card)) == unit)
        gtk_toggle_button_set_active (card, TRUE);
    }
  if (any && !gtk_widget_get_visible (self->unknown_help))
    kaitsu_page_reveal (KAITSU_PAGE (self), self->unknown_help);
  gtk_widget_set_visible (self->unknown_help, any);
  if (unit != NULL)
    gtk_widget_set_visible (self->error, FALSE);
}

/* What takes the focus of a drop-down is the button inside, which has no name
 * but that of its class (GTK 4.8). */
static void
name_scenarios (KaitsuUnitPage *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->scenarios));
  GtkStringObject *title = gtk_drop_down_get_selected_item (self->scenarios);

  if (GTK_IS_BUTTON (button) && title != NULL)
    kaitsu_names_set (button, gtk_string_object_get_string (title));
}

static void
show_practice (KaitsuUnitPage *self)
{
  KaitsuFlow *flow = kaitsu_page_get_flow (KAITSU_PAGE (self));
  const char *id = kaitsu_flow_get_practice_scenario (flow);
  const KaitsuPracticeScenario *all = kaitsu_practice_list_scenarios ();

  gtk_widget_set_visible (self->practice, id != NULL);
  gtk_widget_set_visible (self->offline, id == NULL && !self->online);
  gtk_widget_set_visible (self->practice_link, id == NULL && self->online);
  for (guint i = 0; id != NULL && all[i].id != NULL; i++)
    if (g_str_equal (all[i].id, id))
      gtk_drop_down_set_selected (self->scenarios, i);
  name_scenarios (self);
}

static void
scenario_selected_cb (KaitsuUnitPage *self)
{
  KaitsuFlow *flow = kaitsu_page_get_flow (KAITSU_PAGE (self));
  guint selected = gtk_drop_down_get_selected (self->scenarios);

  if (kaitsu_flow_get_practice_scenario (flow) != NULL && selected != GTK_INVALID_LIST_POSITION)
    kaitsu_flow_set_practice_scenario (flow, kaitsu_practice_list_scenarios ()[selected].id);
}

static void
setup_scenario_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize",
                                               PANGO_ELLIPSIZE_END, NULL));
}

static void
bind_scenario_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *title = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (title));
}

static GtkWidget *
new_line (const char *style)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "max-width-chars", 40,
                       "css-classes", (const char *[]){ style, NULL }, NULL);
}

static void
setup_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "choice");
  gtk_box_append (GTK_BOX (box), new_line ("name"));
  gtk_box_append (GTK_BOX (box), new_line ("caption"));
  gtk_list_item_set_child (item, box);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const KaitsuPracticeScenario *scenario;
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  scenario = &kaitsu_practice_list_scenarios ()[gtk_list_item_get_position (item)];
  gtk_label_set_label (GTK_LABEL (title), g_dgettext (GETTEXT_PACKAGE, scenario->title));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (title)),
                       g_dgettext (GETTEXT_PACKAGE, scenario->description));
}

static GtkListItemFactory *
new_factory (GCallback setup, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  return factory;
}

/* The list says what each scene is; the button has its title alone. */
static void
set_factories (GtkDropDown *scenarios)
{
  g_autoptr (GtkListItemFactory) button = NULL;
  g_autoptr (GtkListItemFactory) list = NULL;

  button = new_factory (G_CALLBACK (setup_scenario_cb), G_CALLBACK (bind_scenario_cb));
  list = new_factory (G_CALLBACK (setup_choice_cb), G_CALLBACK (bind_choice_cb));
  gtk_drop_down_set_factory (scenarios, button);
  gtk_drop_down_set_list_factory (scenarios, list);
}

static void
add_scenarios (KaitsuUnitPage *self)
{
  const KaitsuPracticeScenario *all = kaitsu_practice_list_scenarios ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; all[i].id != NULL; i++)
    gtk_string_list_append (titles, g_dgettext (GETTEXT_PACKAGE, all[i].title));
  gtk_drop_down_set_model (self->scenarios, G_LIST_MODEL (titles));
  set_factories (self->scenarios);
}

void
kaitsu_unit_page_set_online (KaitsuUnitPage *self, gboolean online)
{
  g_return_if_fail (KAITSU_IS_UNIT_PAGE (self));

  if (self->online == online)
    return;
  self->online = online;
  if (kaitsu_page_get_flow (KAITSU_PAGE (self)) != NULL)
    show_practice (self);
}

static void
kaitsu_unit_page_bind (KaitsuPage *page, KaitsuFlow *flow)
{
  KaitsuUnitPage *self = KAITSU_UNIT_PAGE (page);
  KaitsuCatalogue *catalogue = kaitsu_flow_get_catalogue (flow);
  KaitsuUnit *any = kaitsu_catalogue_lookup (catalogue, KAITSU_UNIT_ANY);

  add_cards (self, catalogue);
  if (any != NULL)
    gtk_box_append (self->unknown_place,
                    add_card (self, any, _ ("I do not know the model"),
                              _ ("We help you find it, or check for all models at once."),
                              GTK_ORIENTATION_VERTICAL));
  add_scenarios (self);
  g_signal_connect_object (self->scenarios, "notify::selected", G_CALLBACK (scenario_selected_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::unit", G_CALLBACK (show_unit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (flow, "notify::practice-scenario", G_CALLBACK (show_practice), self,
                           G_CONNECT_SWAPPED);
  show_unit (self, NULL, flow);
  show_practice (self);
}

static GtkWidget *
kaitsu_unit_page_get_first (KaitsuPage *page)
{
  KaitsuUnitPage *self = KAITSU_UNIT_PAGE (page);

  for (guint i = 0; i < self->cards->len; i++)
    if (gtk_toggle_button_get_active (self->cards->pdata[i]))
      return self->cards->pdata[i];
  return self->cards->len > 0 ? self->cards->pdata[0] : NULL;
}

static void
kaitsu_unit_page_complain (KaitsuPage *page)
{
  KaitsuUnitPage *self = KAITSU_UNIT_PAGE (page);
  GtkWidget *first = kaitsu_unit_page_get_first (page);

  gtk_widget_set_visible (self->error, TRUE);
  if (first != NULL)
    gtk_widget_grab_focus (first);
  kaitsu_compat_announce (self->error, gtk_label_get_label (GTK_LABEL (self->error)));
  kaitsu_page_reveal (page, self->error);
}

static void
kaitsu_unit_page_dispose (GObject *object)
{
  KaitsuUnitPage *self = KAITSU_UNIT_PAGE (object);

  g_clear_pointer (&self->cards, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KAITSU_TYPE_UNIT_PAGE);

  G_OBJECT_CLASS (kaitsu_unit_page_parent_class)->dispose (object);
}

static void
kaitsu_unit_page_class_init (KaitsuUnitPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KaitsuPageClass *page_class = KAITSU_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kaitsu_unit_page_dispose;
  page_class->bind = kaitsu_unit_page_bind;
  page_class->complain = kaitsu_unit_page_complain;
  page_class->get_first = kaitsu_unit_page_get_first;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/kaitsu/Kaitsu/ui/kaitsu-unit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, grid);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, unknown_place);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, unknown_help);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, error);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, offline);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, practice);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, scenarios);
  gtk_widget_class_bind_template_child (widget_class, KaitsuUnitPage, practice_link);
}

static void
kaitsu_unit_page_init (KaitsuUnitPage *self)
{
  g_type_ensure (KAITSU_TYPE_HEADING);
  self->cards = g_ptr_array_new ();
  self->online = TRUE;
  g_type_ensure (KAITSU_TYPE_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
