/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-help.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-em.h"
#include "kaitsu-heading.h"
#include "kaitsu-keys.h"
#include "kaitsu-names.h"
#include "kaitsu-text-label.h"

#define WIDTH_EMS 53
#define HEIGHT_EMS 37
/* longer titles break; it is the same width beside every text */
#define TITLE_CHARS 19

typedef struct
{
  const char *title;
  const char *text; /* nullable: made by new_content () */
} Topic;

const char *
kaitsu_help_get_text (KaitsuStep step)
{
  switch (step)
    {
    case KAITSU_STEP_UNIT:
      return _ ("Choose the HOME-UNIT that will be installed in the shop.\n\n"
                "Connect this PC to the network that the HOME-UNIT will use.\n\n"
                "If you do not know the model, choose “I do not know the model”. Then everything "
                "that any model needs is checked.\n\n"
                "You can practise first. Then nothing is sent to the Internet.");
    case KAITSU_STEP_CONSENT:
      return _ ("This program knocks at the hosts listed here to see whether the doors are open. "
                "Nothing on this PC and nothing on the router is changed.\n\n"
                "It takes about one minute. You can stop at any time.\n\n"
                "Tick the box to agree. Nothing is sent before you do.");
    case KAITSU_STEP_RUN:
      return _ ("Each port is being tried now. Leave the cable or Wi-Fi as it is.\n\n"
                "You can stop at any time. What was found by then is shown.");
    case KAITSU_STEP_RESULT:
      return _ ("● Gets through: this port can be used.\n"
                "× Blocked: this PC, the router or the provider stops this port.\n"
                "▲ Not certain: it cannot be said for sure from here.\n\n"
                "Click a port to see why we think so and what to do.\n\n"
                "If a port is blocked, first ask whom the result names. Then check again: if it is "
                "still blocked, the result says who is next.");
    case KAITSU_STEP_REPORT:
      return _ ("The report says what was checked and what was found. Give it to whoever manages "
                "the router, or to the provider.\n\n"
                "“Write a mail” opens your mail program with the report attached. Nothing is sent "
                "before you send it.\n\n"
                "What you write here goes only into the report and the mail. This program sends it "
                "nowhere. You can leave everything empty.");
    }
  g_return_val_if_reached ("");
}

static const Topic topics[] = {
  [KAITSU_HELP_STEP] = { N_ ("This step"), NULL },
  [KAITSU_HELP_MODEL] = { N_ ("The model"),
    N_ ("The name begins with “HOME-UNIT”, for example “HOME-UNIT4 Pro”.\n\n"
        "1. The unit has arrived: look at the label on the unit or on its box.\n"
        "2. It has not arrived: look at the estimate or the delivery note.\n"
        "3. You find nothing: ask the shop that sold it.") },
  [KAITSU_HELP_PORT] = { N_ ("What is a port?"),
    N_ ("A port is a numbered door for traffic. Each service uses doors of its own. For example, "
        "web pages come through door 443.\n\n"
        "A router can close doors. Then the service behind the door stops.\n\n"
        "The HOME-UNIT only goes out through these doors. Nobody has to be let in from the "
        "Internet: no “port forwarding” is needed.") },
  [KAITSU_HELP_PC] = { N_ ("The firewall of this PC"),
    N_ ("Connections are stopped on this PC, before they reach the router.\n\n"
        "1. Find out whether this PC has security software or a firewall. If you do not know, ask "
        "whoever looks after this PC.\n"
        "2. Open its settings. Look for the rules for outgoing connections (“outgoing”, "
        "“outbound”).\n"
        "3. Let the ports through that this program shows as blocked.\n"
        "4. Save, and check again here.\n\n"
        "The HOME-UNIT does not go through this PC. But only when this PC lets the ports through "
        "can be seen whether the router and the provider do. You can also check with another PC "
        "on the same network.") },
  [KAITSU_HELP_ROUTER] = { N_ ("The router's settings"),
    N_ ("Only whoever manages the router should change it. If you do not know who that is, ask the "
        "provider or the shop that set up the network.\n\n"
        "1. Find the router's address: it is in the report, under “Router address”.\n"
        "2. Type that address into the address bar of a web browser on this PC.\n"
        "3. Log in. The name and the password are in the router's manual or on its label.\n"
        "4. Look for “filter”, “firewall” or “security”.\n"
        "5. Let the ports through that this program shows as blocked: from the inside to the "
        "Internet.\n"
        "6. Save, and check again here.") },
  [KAITSU_HELP_PROVIDER] = { N_ ("What to tell the provider"),
    N_ ("Ask the provider if the router is open and a port is still blocked.\n\n"
        "1. Say that traffic from the shop to the Internet is stopped.\n"
        "2. Say which ports: the report lists them.\n"
        "3. Say that the router has been looked at already.\n"
        "4. Give them the report. It has everything they need: ports, times, and where the "
        "traffic stops.\n\n"
        "Have the number of your contract at hand.") },
  [KAITSU_HELP_KEYS] = { N_ ("Keyboard shortcuts"), NULL },
};

static GtkWidget *
new_page (const char *title, GtkWidget *content)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = g_object_new (KAITSU_TYPE_HEADING, "label", title, NULL);

  gtk_widget_add_css_class (box, "content");
  gtk_widget_add_css_class (box, "help-text");
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), content);
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, "child",
                       box, NULL);
}

/* Not a GtkStackSidebar: its titles never break, and take half of the window
 * where the text is large. */
static GtkWidget *
new_topic (const char *title)
{
  GtkWidget *label = kaitsu_text_label_new (title, "text");
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", label, NULL);

  g_object_set (label, "width-chars", TITLE_CHARS, "max-width-chars", TITLE_CHARS, NULL);
  kaitsu_names_set (row, title);
  return row;
}

static void
row_selected_cb (GtkStack *stack, GtkListBoxRow *row)
{
  g_autofree char *name = row != NULL ? g_strdup_printf ("%d", gtk_list_box_row_get_index (row))
                                      : NULL;

  if (name != NULL)
    gtk_stack_set_visible_child_name (stack, name);
}

static GtkWidget *
new_content (KaitsuHelpTopic topic, KaitsuStep step)
{
  GtkWidget *label;

  if (topic == KAITSU_HELP_KEYS)
    return kaitsu_keys_list_new ();
  label = kaitsu_text_label_new (topic == KAITSU_HELP_STEP
                                     ? kaitsu_help_get_text (step)
                                     : g_dgettext (GETTEXT_PACKAGE, topics[topic].text),
                                 "text");
  gtk_label_set_max_width_chars (GTK_LABEL (label), 46);
  return label;
}

static void
add_pages (GtkStack *stack, GtkListBox *list, KaitsuStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      const char *title = g_dgettext (GETTEXT_PACKAGE, topics[i].title);
      g_autofree char *name = g_strdup_printf ("%u", i);

      gtk_stack_add_named (stack, new_page (title, new_content (i, step)), name);
      gtk_list_box_append (list, new_topic (title));
    }
}

void
kaitsu_help_present (GtkWindow *parent, KaitsuStep step, KaitsuHelpTopic topic)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkStack *stack;
  GtkListBox *list;
  GtkListBoxRow *row;
  GtkWidget *window;

  builder = gtk_builder_new_from_resource ("/io/github/kaitsu/Kaitsu/ui/kaitsu-help.ui");
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  stack = GTK_STACK (gtk_builder_get_object (builder, "stack"));
  list = GTK_LIST_BOX (gtk_builder_get_object (builder, "topics"));
  add_pages (stack, list, step);
  g_signal_connect_object (list, "row-selected", G_CALLBACK (row_selected_cb), stack,
                           G_CONNECT_SWAPPED);
  row = gtk_list_box_get_row_at_index (list, topic);
  gtk_list_box_select_row (list, row);
  kaitsu_names_clean_buttons (window);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  kaitsu_em_size_window (GTK_WINDOW (window), parent, WIDTH_EMS, HEIGHT_EMS);
  gtk_window_present (GTK_WINDOW (window));
  /* the arrow keys go through the topics at once */
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
