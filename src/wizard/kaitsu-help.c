/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Kaitsu authors */

#include "config.h"

#include "kaitsu-help.h"

#include <glib/gi18n-lib.h>

#include "kaitsu-names.h"

const char *
kaitsu_help_get_text (KaitsuStep step)
{
  switch (step)
    {
    case KAITSU_STEP_UNIT:
      return _ ("Choose the HOME-UNIT that will be installed in the shop.\n\n"
                "The name of the model begins with “HOME-UNIT”. Look for it on the unit, on its "
                "box, or on the estimate and the delivery note.\n\n"
                "If you cannot find it, choose “I do not know the model”. Then everything that "
                "any model needs is checked.");
    case KAITSU_STEP_CONSENT:
      return _ ("A port is a numbered door for traffic. Each service of the HOME-UNIT uses doors "
                "of its own.\n\n"
                "This program knocks at the hosts listed here to see whether the doors are open. "
                "Nothing on this PC and nothing on the router is changed.\n\n"
                "Connect this PC to the network that the HOME-UNIT will use.");
    case KAITSU_STEP_RUN:
      return _ ("Each port is being tried now. Leave the cable or Wi-Fi as it is.\n\n"
                "You can stop at any time. What was found by then is shown.");
    case KAITSU_STEP_RESULT:
      return _ ("● Gets through: this port can be used.\n"
                "× Blocked: the router or the provider stops this port.\n"
                "▲ Not certain: it cannot be said for sure from here.\n\n"
                "Click a port to see why we think so and what to do.\n\n"
                "If a port is blocked, first ask whoever manages the router to open it. Then check "
                "again. If it is still blocked, ask the provider.");
    case KAITSU_STEP_REPORT:
      return _ ("The report says what was checked and what was found. Give it to whoever manages "
                "the router, or to the provider.\n\n"
                "What you write here goes only into the report and stays on this PC. You can leave "
                "everything empty.");
    }
  g_return_val_if_reached ("");
}

void
kaitsu_help_present (GtkWindow *parent, KaitsuStep step)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *window;
  GtkLabel *text;

  builder = gtk_builder_new_from_resource ("/io/github/kaitsu/Kaitsu/ui/kaitsu-help.ui");
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  text = GTK_LABEL (gtk_builder_get_object (builder, "text"));
  gtk_label_set_label (text, kaitsu_help_get_text (step));
  kaitsu_names_clean_buttons (window);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
