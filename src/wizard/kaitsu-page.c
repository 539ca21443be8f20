/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-page.h"

#include "kaitsu-clamp.h"
#include "kaitsu-names.h"
#include "kaitsu-text-label.h"

/* pixels: room for the focus's outline */
#define REVEAL_MARGIN 8
/* 200 % of 96 dots per inch, as gtk-xft-dpi counts them */
#define DOUBLE_DPI (192 * 1024)

typedef struct
{
  KaitsuFlow *flow;
  GtkWidget *scroller;
  GtkBox *sheet; /* what scrolls: the content, and the footer of large text */
  KaitsuClamp *clamp;
  KaitsuClamp *footer;
  GtkWidget *revealed; /* not owned; cleared when it goes */
  guint reveal_tick;
  guint reveal_frames;
  gboolean shown;
} KaitsuPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KaitsuPage, kaitsu_page, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CONTENT = 1,
  PROP_FOOTER,
} KaitsuPageProperty;

static GParamSpec *properties[PROP_FOOTER + 1];

void
kaitsu_page_set_flow (KaitsuPage *self, KaitsuFlow *flow)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);
  KaitsuPageClass *klass;

  g_return_if_fail (KAITSU_IS_PAGE (self));
  g_return_if_fail (KAITSU_IS_FLOW (flow));
  g_return_if_fail (priv->flow == NULL);

  priv->flow = g_object_ref (flow);
  kaitsu_text_label_adopt (GTK_WIDGET (self));
  klass = KAITSU_PAGE_GET_CLASS (self);
  if (klass->bind != NULL)
    klass->bind (self, flow);
  kaitsu_names_clean_buttons (GTK_WIDGET (self));
}

KaitsuFlow *
kaitsu_page_get_flow (KaitsuPage *self)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);

  g_return_val_if_fail (KAITSU_IS_PAGE (self), NULL);

  return priv->flow;
}

void
kaitsu_page_complain (KaitsuPage *self)
{
  KaitsuPageClass *klass;

  g_return_if_fail (KAITSU_IS_PAGE (self));

  klass = KAITSU_PAGE_GET_CLASS (self);
  if (klass->complain != NULL)
    klass->complain (self);
}

void
kaitsu_page_enter (KaitsuPage *self)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);
  KaitsuPageClass *klass;
  GtkAdjustment *adjustment;
  GtkWidget *first = NULL;

  g_return_if_fail (KAITSU_IS_PAGE (self));

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  klass = KAITSU_PAGE_GET_CLASS (self);
  if (klass->get_first != NULL)
    first = klass->get_first (self);
  if (first == NULL || !gtk_widget_grab_focus (first))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
show_parts (KaitsuPage *self)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);

  gtk_widget_set_visible (priv->scroller, priv->shown);
  gtk_widget_set_visible (GTK_WIDGET (priv->footer),
                          priv->shown && kaitsu_clamp_get_child (priv->footer) != NULL);
}

/* On a small screen, twice the size of the text leaves too little room between
 * the buttons and a footer that stays: it scrolls as well then. */
static void
place_footer (KaitsuPage *self, GParamSpec *pspec, GtkSettings *settings)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);
  GtkWidget *footer = GTK_WIDGET (priv->footer);
  GtkWidget *parent;
  int dpi;

  if (footer == NULL)
    return;
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  parent = dpi >= DOUBLE_DPI ? GTK_WIDGET (priv->sheet) : GTK_WIDGET (self);
  if (gtk_widget_get_parent (footer) == parent)
    return;
  g_object_ref (footer);
  if (gtk_widget_get_parent (footer) != NULL)
    gtk_widget_unparent (footer);
  gtk_widget_insert_before (footer, parent, NULL);
  g_object_unref (footer);
}

void
kaitsu_page_set_shown (KaitsuPage *self, gboolean shown)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);

  g_return_if_fail (KAITSU_IS_PAGE (self));

  priv->shown = shown;
  show_parts (self);
}

/* The first tick comes before the frame that lays the page out again, the
 * second after it. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (KAITSU_PAGE (widget));
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double page;
  double value;

  if (++priv->reveal_frames < 2)
    return G_SOURCE_CONTINUE;
  priv->reveal_tick = 0;
  if (priv->revealed == NULL
      || !gtk_widget_is_ancestor (priv->revealed, GTK_WIDGET (priv->sheet))
      || !gtk_widget_compute_bounds (priv->revealed, GTK_WIDGET (priv->sheet), &bounds))
    return G_SOURCE_REMOVE;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller));
  page = gtk_adjustment_get_page_size (adjustment);
  value = gtk_adjustment_get_value (adjustment);
  /* Its end, but rather its beginning if not all fits. Set and not clamped:
   * clamping is an animation, and the focus may have started another one. */
  value = MAX (value, bounds.origin.y + bounds.size.height + REVEAL_MARGIN - page);
  gtk_adjustment_set_value (adjustment, MIN (value, bounds.origin.y - REVEAL_MARGIN));
  return G_SOURCE_REMOVE;
}

void
kaitsu_page_reveal (KaitsuPage *self, GtkWidget *widget)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);

  g_return_if_fail (KAITSU_IS_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_set_weak_pointer (&priv->revealed, widget);
  priv->reveal_frames = 0;
  if (priv->reveal_tick == 0)
    priv->reveal_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

void
kaitsu_page_leave (KaitsuPage *self)
{
  KaitsuPageClass *klass;

  g_return_if_fail (KAITSU_IS_PAGE (self));

  klass = KAITSU_PAGE_GET_CLASS (self);
  if (klass->leave != NULL)
    klass->leave (self);
}

static void
kaitsu_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (KAITSU_PAGE (object));

  switch ((KaitsuPageProperty) id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, kaitsu_clamp_get_child (priv->clamp));
      return;
    case PROP_FOOTER:
      g_value_set_object (value, kaitsu_clamp_get_child (priv->footer));
      return;
    }
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (KAITSU_PAGE (object));

  switch ((KaitsuPageProperty) id)
    {
    case PROP_CONTENT:
      kaitsu_clamp_set_child (priv->clamp, g_value_get_object (value));
      return;
    case PROP_FOOTER:
      kaitsu_clamp_set_child (priv->footer, g_value_get_object (value));
      show_parts (KAITSU_PAGE (object));
      return;
    }
  G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_page_dispose (GObject *object)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (KAITSU_PAGE (object));

  if (priv->reveal_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (object), priv->reveal_tick);
  priv->reveal_tick = 0;
  g_clear_weak_pointer (&priv->revealed);
  if (priv->footer != NULL)
    gtk_widget_unparent (GTK_WIDGET (priv->footer));
  priv->footer = NULL;
  g_clear_pointer (&priv->scroller, gtk_widget_unparent);
  priv->sheet = NULL;
  priv->clamp = NULL;
  g_clear_object (&priv->flow);

  G_OBJECT_CLASS (kaitsu_page_parent_class)->dispose (object);
}

static void
kaitsu_page_class_init (KaitsuPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kaitsu_page_get_property;
  object_class->set_property = kaitsu_page_set_property;
  object_class->dispose = kaitsu_page_dispose;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FOOTER] = g_param_spec_object ("footer", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kaitsu_page_init (KaitsuPage *self)
{
  KaitsuPagePrivate *priv = kaitsu_page_get_instance_private (self);
  GtkSettings *settings = gtk_settings_get_default ();

  priv->clamp = g_object_new (KAITSU_TYPE_CLAMP, NULL);
  priv->sheet = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (priv->sheet, GTK_WIDGET (priv->clamp));
  priv->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                                 "vexpand", TRUE, "child", priv->sheet, NULL);
  priv->footer = g_object_new (KAITSU_TYPE_CLAMP, NULL);
  priv->shown = TRUE;
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (priv->scroller, GTK_WIDGET (self));
  place_footer (self, NULL, settings);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (place_footer), self,
                           G_CONNECT_SWAPPED);
  show_parts (self);
}
