# SPDX-License-Identifier: MIT
# Builds wsprecv and libwsp below build/VARIANT/. `make help` lists what it can do.

# What a caller may set: make VARIANT=asan CC=clang V=1 PREFIX=/usr DESTDIR=/tmp/root
VARIANT ?= release
B ?= build/$(VARIANT)
PREFIX ?= /usr/local
SUITES ?=
ifeq ($(origin CC),default)
CC := $(if $(filter cover,$(VARIANT)),$(or $(notdir $(shell command -v clang-19)),clang),gcc)
endif
# Warnings stop every build but the one that users make, whose compiler we do not know.
WERROR ?= $(if $(filter release,$(VARIANT)),,-Werror)

# ---- flags ----
VERSION := $(shell cat VERSION)
WARN := -Wall -Wextra -Wshadow -Wswitch-enum -Wmissing-prototypes -Wstrict-prototypes -Wvla

cflags.debug := -Og -g3
cflags.release := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2
ldflags.release := -Wl,-z,relro,-z,now,-z,defs
cflags.asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all
ldflags.asan := -fsanitize=address,undefined
cflags.tsan := -O1 -g -fno-omit-frame-pointer -fsanitize=thread
ldflags.tsan := -fsanitize=thread
cflags.planted := -O1 -g -DWSP_PLANTED='"tests/planted/planted.h"'
# Of files that scripts/mutate writes: without warnings; flatten would make one function of all of them.
cflags.mutate := -O1 -w -Dflatten=
cflags.cover := -O0 -g -fprofile-instr-generate -fcoverage-mapping \
	$(if $(filter clang-19,$(CC)),-fcoverage-mcdc)
ldflags.cover := -fprofile-instr-generate
ifeq ($(filter $(VARIANT),debug release asan tsan cover planted mutate),)
$(error VARIANT is debug, release, asan, tsan, cover, planted or mutate, not "$(VARIANT)")
endif

# Release, gcc: the core is compiled as a whole, for each function left open at a system call costs a
# mispredicted return. libwsp.a is one plain object then: who links it needs nothing special.
ifeq ($(VARIANT) $(shell echo __clang__ | $(CC) -E -P -xc - 2>/dev/null),release __clang__)
WHOLE := -O3 -flto=auto -fno-stack-protector
endif

LANGUAGE := -std=gnu17 -D_GNU_SOURCE -Icore -I. -DWSPRECV_VERSION='"$(VERSION)"'
COMPILE = $(CC) $(LANGUAGE) $(CPPFLAGS) $(WARN) $(WERROR) $(cflags.$(VARIANT)) $(whole) -pthread $(CFLAGS)
LINK = $(CC) $(cflags.$(VARIANT)) $(whole) $(CFLAGS) -pthread $(ldflags.$(VARIANT)) -Wl,--as-needed $(LDFLAGS)
FLAGS = '$(subst ','\'',$(filter-out $(WERROR),$(COMPILE) $(LINK) $(WHOLE)))'

# ---- files: collected, so that a new noun needs no line here ----
CORE := $(filter-out core/net/tls_none.c,$(wildcard core/*/*.c)) $(if $(filter planted,$(VARIANT)),tests/planted/planted.c) \
	$(if $(filter mutate,$(VARIANT)),tests/mutate/mutant.c)
TLS := $(shell pkg-config --libs libssl libcrypto 2>/dev/null || echo -lssl -lcrypto)
SCENARIO := $(filter-out scenario/rogue_none.c,$(wildcard scenario/*.c))
# Lines are edited with libedit, where it is installed.
EDIT := $(shell pkg-config --libs libedit 2>/dev/null)
CLI := $(filter-out cli/main.c cli/lineread_$(if $(EDIT),plain,edit).c,$(wildcard cli/*.c))
UNIT := $(wildcard tests/unit/test_*.c)
THREADS := $(wildcard tests/threads/test_*.c)
HELPERS := $(filter-out $(UNIT) $(THREADS),$(wildcard tests/unit/*.c tests/threads/*.c))
BENCH := $(wildcard bench/*.c)
BENCH_MAIN := $(shell grep -ls '^int main\b' bench/*.c)
# One reference of the bench is libuv, where it is installed.
UV := $(shell pkg-config --libs libuv 2>/dev/null)
BENCH_HELPERS := $(filter-out $(BENCH_MAIN) bench/loop_$(if $(UV),no_uv,uv).c,$(BENCH))
HEADERS := $(wildcard core/*.h)
MAN := $(wildcard man/*.[1357])
# What exported programs are made from, in an order in which it compiles.
EXPORT := $(patsubst %,cli/export/%.h,say match place peer play play_more play_end code match_flags sock open \
	thread request buffer tell called join lend event upcall hook)
TIDY := $(CORE) $(SCENARIO) $(CLI) $(wildcard cli/main.c cli/export/*.c fuzz/*.c)
ALL_C := $(sort $(TIDY) $(wildcard cli/lineread*.c)) $(HELPERS) $(UNIT) $(THREADS) $(BENCH) $(wildcard bench/*/*.c tests/install/*.c)
ALL_H := $(HEADERS) $(wildcard core/*/*.h scenario/*.h cli/*.h cli/*/*.h fuzz/*.h tests/*/*.h bench/*.h)

comma := ,
obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
PARTS := $(B)/cli.a $(B)/scenario.a $(B)/libwsp.a
TESTS := $(patsubst %.c,$(B)/tests/%,$(notdir $(UNIT) $(THREADS)))
BENCHES := $(BENCH_MAIN:bench/%.c=$(B)/bench/%)

ifeq ($(V),1)
say := @:
else
say := @printf '  %-6s %s\n'
Q := @
endif

# ---- targets ----
all: $(B)/wsprecv $(B)/libwsp.a $(B)/libwsp.so.0 ## build the program and both libraries (the default)

check: ## run the test suites; some of them with SUITES="unit man"
	@scripts/suites $(SUITES)

bench: all ## measure against bare sockets: metric, ours, reference, ratio
	@scripts/setup bench
	@$(MAKE) --no-print-directory benches
	@WSPRECV=$(abspath $(B)/wsprecv) scripts/bench $(BENCHES)

fuzz: ## build the fuzz targets; as CC, CFLAGS, LIB_FUZZING_ENGINE, OUT, SANITIZER, ... say
	@$(MAKE) --no-print-directory -f fuzz/Makefile

fuzz-check: ## check them as the fuzzing services do before they take them
	@scripts/fuzz-check

trace: ## list every clause of the contract with the tests that name it
	@scripts/trace

cover: ## measure how much of the core the corpus reaches, and all tests of the whole
	@scripts/cover

planted: ## break the core on purpose, and see what notices; J=2  FUZZ=1 (from nothing)  DEFECTS="NAME ..."
	@$(MAKE) --no-print-directory VARIANT=planted build/planted/wsprecv
	$(if $(FUZZ),@scripts/planted --build-fuzz)
	@scripts/planted -j $(or $(J),1) $(if $(FUZZ),--fuzz) $(DEFECTS)

mutate: ## change the core a little, and see what notices; J=2  MUTANTS=850 (a sample)  SEED=1  MEMORY=1  FILES='core/spi/*'
	@scripts/mutate -j $(or $(J),1) $(if $(MUTANTS),--mutants=$(MUTANTS)) --seed=$(or $(SEED),1) \
		$(if $(MEMORY),--memory) $(if $(FILES),--files='$(FILES)')

lint: lint-format lint-tidy ## look for slips of format and for suspicious code

lint-format:
	$(say) FORMAT '*.[ch]'
	$(Q)clang-format --dry-run $(ALL_C) $(ALL_H) 2>&1 | sed -n 's/^\([^ :]*\):.* warning: .*/make fmt would change \1/p' | uniq | \
		{ ! grep . >&2; }

lint-tidy: $(TIDY:%.c=build/lint/%.ok)

fmt: ## lay out all C files as .clang-format says
	$(Q)clang-format -i $(ALL_C) $(ALL_H)

install: all ## install below $(DESTDIR)$(PREFIX)
	$(Q)install -D -m 755 $(B)/wsprecv $(DESTDIR)$(PREFIX)/bin/wsprecv
	$(Q)install -D -m 644 -t $(DESTDIR)$(PREFIX)/include/wsp $(HEADERS)
	$(Q)install -D -m 644 -t $(DESTDIR)$(PREFIX)/lib $(B)/libwsp.a $(B)/libwsp.so.0
	$(Q)ln -sf libwsp.so.0 $(DESTDIR)$(PREFIX)/lib/libwsp.so
	$(Q)install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig
	$(Q)sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' core/libwsp.pc.in >$(DESTDIR)$(PREFIX)/lib/pkgconfig/libwsp.pc
	$(Q)for p in $(MAN); do install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/man/man$${p##*.} $$p || exit; done
ifneq ($(wildcard scripts/completion.bash),)
	$(Q)install -D -m 644 scripts/completion.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/wsprecv
endif
	$(say) INSTALL $(DESTDIR)$(PREFIX)

uninstall: ## take away what install put there
	$(Q)cd $(DESTDIR)$(PREFIX)/ && rm -f bin/wsprecv lib/libwsp.* lib/pkgconfig/libwsp.pc \
		$(HEADERS:core/%=include/wsp/%) $(foreach p,$(MAN),share/man/man$(subst .,,$(suffix $(p)))/$(notdir $(p))) \
		share/bash-completion/completions/wsprecv
	$(Q)rmdir $(DESTDIR)$(PREFIX)/include/wsp 2>/dev/null || :

clean: ## remove everything that was built
	$(Q)rm -rf build

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 12
	@echo 'VARIANT=release|debug|asan|tsan|cover  V=1  CC=clang  PREFIX=$(PREFIX)  DESTDIR='

tests: $(TESTS)
benches: $(BENCHES)

.PHONY: all bench benches check clean commands cover fmt fuzz fuzz-check help install lint lint-format lint-tidy mutate planted tests trace uninstall FORCE
.DELETE_ON_ERROR:
.SECONDARY:

# ---- rules ----
$(B)/wsprecv: $(B)/obj/cli/main.o $(PARTS)
	$(say) LINK $@
	$(Q)$(LINK) -o $@ $^ $(TLS) -ljansson $(EDIT) $(LDLIBS)

$(call obj,$(CORE)) $(CORE:%.c=$(B)/pic/%.o) $(B)/whole.o $(B)/libwsp.so.0: private whole = $(WHOLE)

$(B)/whole.o: $(call obj,$(CORE))
	$(say) JOIN $@
	$(Q)$(CC) $(cflags.$(VARIANT)) $(whole) $(CFLAGS) -fPIE -r -flinker-output=nolto-rel -o $@ $^

$(B)/libwsp.a: $(if $(WHOLE),$(B)/whole.o,$(call obj,$(CORE)))
$(B)/scenario.a: $(call obj,$(SCENARIO))
$(B)/cli.a: $(call obj,$(CLI)) $(B)/obj/export_pieces.o $(B)/obj/cli/export/whole.o
$(B)/bench.a: $(call obj,$(BENCH_HELPERS))
$(B)/%.a:
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# How one file is compiled, for tests/mutate.
commands:
	@echo '$(subst ','\'',$(filter-out $(WERROR),$(COMPILE)))'

$(B)/libwsp.so.0: $(CORE:%.c=$(B)/pic/%.o) core/libwsp.map
	$(say) LINK $@
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -Wl,--version-script=core/libwsp.map -o $@ $(filter %.o,$^) $(TLS) $(LDLIBS)

$(UNIT:tests/unit/%.c=$(B)/tests/%): $(B)/tests/%: $(B)/obj/tests/unit/%.o
$(THREADS:tests/threads/%.c=$(B)/tests/%): $(B)/tests/%: $(B)/obj/tests/threads/%.o
$(TESTS): $(call obj,$(HELPERS)) $(PARTS)
	$(say) LINK $@
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $(filter %.o,$^) $(PARTS) $(TLS) -lcmocka -ljansson $(LDLIBS)

# Calls of the library that a test can make fail.
$(B)/tests/test_fault: private LDFLAGS += $(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc mmap \
	epoll_create1 epoll_ctl epoll_wait eventfd pthread_create)

# A judge that objects to what is allowed.
$(B)/tests/test_finding: private LDFLAGS += -Wl$(comma)--wrap=model_step

$(BENCHES): $(B)/bench/%: $(B)/obj/bench/%.o $(B)/bench.a $(PARTS)
	$(say) LINK $@
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $^ $(TLS) -ljansson $(UV) $(LDLIBS)

$(B)/obj/%.o: %.c $(B)/flags
	$(say) CC $<
	$(Q)mkdir -p $(@D) && $(COMPILE) -MMD -MP -c -o $@ $<

# The core with its mutants.
ifeq ($(VARIANT),mutate)
$(B)/obj/core/%.o: $(B)/core/%.c $(B)/flags
	$(say) CC $<
	$(Q)mkdir -p $(@D) && $(COMPILE) -MMD -MP -c -o $@ $<
endif

$(B)/pic/%.o: %.c $(B)/flags
	$(say) CC '$< (shared)'
	$(Q)mkdir -p $(@D) && $(COMPILE) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# The program carries what exported programs are made from; whole.o only says that it compiles.
$(B)/export_pieces.c: cli/export/pieces.awk $(EXPORT)
	$(say) CUT $@
	$(Q)mkdir -p $(@D) && awk -f $^ >$@

$(B)/obj/export_pieces.o: $(B)/export_pieces.c $(B)/flags
	$(say) CC $<
	$(Q)mkdir -p $(@D) && $(COMPILE) -MMD -MP -c -o $@ $<

# Another compiler, version or flag builds everything anew.
$(B)/flags: FORCE
	@mkdir -p $(@D) && echo $(FLAGS) | cmp -s - $@ || echo $(FLAGS) >$@

# A file that was found clean is looked at again when it, a header or the rules change.
build/lint/%.ok: %.c $(ALL_H) .clang-tidy
	$(say) TIDY $<
	$(Q)mkdir -p $(@D) && clang-tidy --quiet $< -- $(LANGUAGE) 2>$@.log || { cat $@.log >&2; false; }
	$(Q)touch $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)
