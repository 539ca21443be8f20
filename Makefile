# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
#
# The two commands are "make run" and "make test". On Debian 12 or newer they
# install what is missing by themselves; the building itself is meson's.

BUILD = build
OUT = out

# An uninstalled program finds its translations and its locale file by these.
UNINSTALLED = KAITSU_LOCALEDIR='$(CURDIR)/$(BUILD)/po' KAITSU_DATADIR='$(CURDIR)/$(BUILD)/data'

# What a run needs of all that can be built.
PROGRAMS = src/wizard/kaitsu src/check/kaitsu-check po/ja/LC_MESSAGES/kaitsu.mo fonts

.PHONY: help run build test po screenshots gallery clean
.NOTPARALLEL:

help:
	@echo 'make run          build, and start the wizard on the practice network;'
	@echo '                  without a display: check there, and write the reports to $(OUT)/'
	@echo 'make test         build with warnings as errors, and run every test'
	@echo 'make test-suites  the same on Debian 13 and unstable, with GCC and Clang (as root)'
	@echo 'make build        build only'
	@echo 'make deb          make $(OUT)/kaitsu_*.deb for Debian 12 and newer'
	@echo 'make flatpak      make $(OUT)/kaitsu.flatpak, and a signed repository beside it'
	@echo 'make packages-check  make both from a clean clone, and try them on fresh machines (as root)'
	@echo 'make po           bring the translations up to date with the sources'
	@echo 'make screenshots  make the pictures in data/screenshots anew'
	@echo 'make gallery      pictures of every page in every look, for review, in $(OUT)/gallery/'
	@echo 'make clean        remove $(BUILD)/ and $(OUT)/'

$(BUILD)/build.ninja:
	@meson setup --buildtype=debugoptimized $(BUILD)

$(BUILD)/.werror: | $(BUILD)/build.ninja
	@meson configure -Dwerror=true $(BUILD)
	@touch $@

build:
	@.ci/setup run
	@$(MAKE) --no-print-directory $(BUILD)/build.ninja
	@ninja -C $(BUILD)

# A verdict is a result, whichever it is (exit codes 0 to 3); from 64 on, the
# program could not do its work.
run:
	@.ci/setup run
	@$(MAKE) --no-print-directory $(BUILD)/build.ninja
	@ninja -C $(BUILD) $(PROGRAMS)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  exec env $(UNINSTALLED) $(BUILD)/src/wizard/kaitsu --practice; \
	fi; \
	mkdir -p $(OUT); \
	env $(UNINSTALLED) $(BUILD)/src/check/kaitsu-check --unit unit2 --practice \
	  --pdf $(OUT)/kaitsu-practice.pdf --text $(OUT)/kaitsu-practice.txt; \
	status=$$?; \
	[ $$status -lt 64 ] || exit $$status; \
	echo; \
	echo 'There is no display, so this was the practice check without the window.'; \
	echo 'Reports: $(OUT)/kaitsu-practice.pdf $(OUT)/kaitsu-practice.txt'

test:
	@.ci/setup test
	@$(MAKE) --no-print-directory $(BUILD)/.werror
	@ninja -C $(BUILD)
	@meson test -C $(BUILD) --no-rebuild --print-errorlogs; status=$$?; \
	.ci/count $(BUILD)/meson-logs/testlog.json && exit $$status

# Makes and keeps machines of its own, in build-roots/.
test-suites:
	@.ci/setup test
	@.ci/suites

deb:
	@.ci/setup package
	@.ci/deb

flatpak:
	@.ci/setup package
	@flatpak/build.sh

packages-check:
	@.ci/setup package
	@.ci/packages

po:
	@.ci/setup run
	@po/update.sh

screenshots: build
	@.ci/setup test
	@tests/wizard/screenshots.sh $(BUILD)

# LOOKS='dark-* *-en-150-1024' makes some of them only.
gallery: build
	@.ci/setup test
	@tests/wizard/gallery.sh $(BUILD) $(patsubst %,'%',$(or $(LOOKS),*))

clean:
	@rm -rf $(BUILD) $(OUT)
