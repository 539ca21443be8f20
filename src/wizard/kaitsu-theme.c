/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-theme.h"

#include "kaitsu-compat.h"

#define RESOURCES "/io/github/kaitsu/Kaitsu/ui/"
/* what GTK takes where the desktop says nothing: 96 dpi, in 1/1024 */
#define DEFAULT_DPI (96 * 1024)

/* org.freedesktop.appearance color-scheme, of the portal's documentation */
#define SCHEME_PREFER_DARK 1
#define SCHEME_PREFER_LIGHT 2

struct _KaitsuTheme
{
  GObject parent_instance;
  GdkDisplay *display;
  GtkSettings *settings;
  GtkCssProvider *palette;
  GCancellable *cancellable;
  GDBusConnection *bus;
  guint subscription;
  const char *palette_name;
  int dpi;
  guint text_size;
  guint32 scheme;
};

G_DEFINE_FINAL_TYPE (KaitsuTheme, kaitsu_theme, G_TYPE_OBJECT)

typedef enum
{
  PROP_TEXT_SIZE = 1,
} KaitsuThemeProperty;

static GParamSpec *properties[PROP_TEXT_SIZE + 1];

static void
get_wishes (KaitsuTheme *self, gboolean *dark, gboolean *contrast)
{
  g_autofree char *name = NULL;

  /* "prefer-dark" is deprecated in 4.20 and named only as a string here */
  g_object_get (self->settings, "gtk-theme-name", &name, "gtk-application-prefer-dark-theme", dark,
                NULL);
  if (name == NULL)
    name = g_strdup ("");
  *contrast = g_str_has_prefix (name, "HighContrast") || g_str_has_prefix (name, "Default-hc");
  *dark |= g_str_has_suffix (name, "-dark") || g_str_has_suffix (name, "Inverse");
  if (g_getenv ("GTK_THEME") != NULL)
    {
      const char *forced = g_getenv ("GTK_THEME");

      *contrast = strstr (forced, "-hc") != NULL || g_str_has_prefix (forced, "HighContrast");
      *dark = g_str_has_suffix (forced, "dark") || g_str_has_suffix (forced, "Inverse");
      return;
    }
  kaitsu_compat_get_preferences (self->settings, dark, contrast);
}

static void
update (KaitsuTheme *self)
{
  gboolean dark = FALSE;
  gboolean contrast = FALSE;
  const char *name;
  g_autofree char *path = NULL;

  get_wishes (self, &dark, &contrast);
  if (contrast)
    name = dark ? "hc-dark" : "hc-light";
  else
    name = dark ? "dark" : "light";
  if (self->palette_name == name)
    return;
  self->palette_name = name;
  path = g_strdup_printf (RESOURCES "style-%s.css", name);
  gtk_css_provider_load_from_resource (self->palette, path);
}

static void
apply_scheme (KaitsuTheme *self, guint32 scheme)
{
  if (scheme == self->scheme)
    return;
  self->scheme = scheme;
  if (scheme == SCHEME_PREFER_DARK || scheme == SCHEME_PREFER_LIGHT)
    kaitsu_compat_set_dark (self->settings, scheme == SCHEME_PREFER_DARK);
}

/* The portal's Read wraps the value twice, its signal once. */
static void
take_scheme (KaitsuTheme *self, GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT))
    {
      g_autoptr (GVariant) outer = g_steal_pointer (&inner);

      inner = g_variant_get_variant (outer);
    }
  if (g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    apply_scheme (self, g_variant_get_uint32 (inner));
}

static void
changed_cb (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer data)
{
  const char *space;
  const char *key;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &space, &key, &value);
  if (g_str_equal (space, "org.freedesktop.appearance") && g_str_equal (key, "color-scheme"))
    take_scheme (data, value);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KaitsuTheme) self = data;
  g_autoptr (GVariant) reply = NULL;

  /* No portal, no such setting: the desktop has no wish. */
  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (reply != NULL)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (reply, 0);

      take_scheme (self, value);
    }
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KaitsuTheme) self = data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->bus = g_object_ref (bus);
  self->subscription = g_dbus_connection_signal_subscribe (
      bus, "org.freedesktop.portal.Desktop", "org.freedesktop.portal.Settings", "SettingChanged",
      "/org/freedesktop/portal/desktop", "org.freedesktop.appearance", G_DBUS_SIGNAL_FLAGS_NONE,
      changed_cb, self, NULL);
  g_dbus_connection_call (bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
                          "org.freedesktop.portal.Settings", "Read",
                          g_variant_new ("(ss)", "org.freedesktop.appearance", "color-scheme"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, 5000, self->cancellable,
                          read_cb, g_object_ref (self));
}

void
kaitsu_theme_set_text_size (KaitsuTheme *self, guint percent)
{
  g_return_if_fail (KAITSU_IS_THEME (self));
  g_return_if_fail (percent >= 100 && percent <= 200);

  if (self->text_size == percent)
    return;
  self->text_size = percent;
  g_object_set (self->settings, "gtk-xft-dpi", (int) (self->dpi * (percent / 100.0)), NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT_SIZE]);
}

const char *
kaitsu_theme_get_palette (KaitsuTheme *self)
{
  g_return_val_if_fail (KAITSU_IS_THEME (self), NULL);

  return self->palette_name;
}

KaitsuTheme *
kaitsu_theme_new (GdkDisplay *display)
{
  KaitsuTheme *self = g_object_new (KAITSU_TYPE_THEME, NULL);
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  self->display = g_object_ref (display);
  self->settings = g_object_ref (gtk_settings_get_for_display (display));
  g_object_get (self->settings, "gtk-xft-dpi", &self->dpi, NULL);
  if (self->dpi <= 0)
    self->dpi = DEFAULT_DPI;
  gtk_css_provider_load_from_resource (style, RESOURCES "style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->palette),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (self->settings, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
  return self;
}

static void
kaitsu_theme_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT_SIZE)
    g_value_set_uint (value, KAITSU_THEME (object)->text_size);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_theme_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TEXT_SIZE)
    kaitsu_theme_set_text_size (KAITSU_THEME (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kaitsu_theme_dispose (GObject *object)
{
  KaitsuTheme *self = KAITSU_THEME (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  if (self->display != NULL)
    gtk_style_context_remove_provider_for_display (self->display,
                                                   GTK_STYLE_PROVIDER (self->palette));
  g_clear_object (&self->bus);
  g_clear_object (&self->display);
  g_clear_object (&self->settings);
  g_clear_object (&self->palette);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kaitsu_theme_parent_class)->dispose (object);
}

static void
kaitsu_theme_class_init (KaitsuThemeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kaitsu_theme_get_property;
  object_class->set_property = kaitsu_theme_set_property;
  object_class->dispose = kaitsu_theme_dispose;

  properties[PROP_TEXT_SIZE] = g_param_spec_uint ("text-size", NULL, NULL, 100, 200, 100,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kaitsu_theme_init (KaitsuTheme *self)
{
  self->palette = gtk_css_provider_new ();
  self->cancellable = g_cancellable_new ();
  self->text_size = 100;
}
