#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# Builds the targets with what the service has put into the environment.
make -j"$(nproc)" fuzz
