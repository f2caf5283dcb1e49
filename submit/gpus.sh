#!/usr/bin/env bash
# Tells Spark which GPUs this machine or container has, as a discoveryScript of Spark's must:
#   {"name": "gpu", "addresses": ["0", "1"]}
# Addresses are nvidia-smi's indices, or the entries of CUDA_VISIBLE_DEVICES where that is set.
set -euo pipefail

fail() {
  echo "gpus.sh: $*" >&2
  exit 1
}

command -v nvidia-smi >/dev/null ||
  fail "Cannot find nvidia-smi on $(hostname); install NVIDIA's driver, or ask Spark for no GPUs"
found=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) ||
  fail "Cannot list the GPUs of $(hostname): nvidia-smi says: ${found//$'\n'/ }"
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  found=${CUDA_VISIBLE_DEVICES//,/$'\n'}
fi

addresses=
for address in $found; do
  addresses+="${addresses:+, }\"$address\""
done
[ -n "$addresses" ] || fail "Cannot find a GPU on $(hostname): nvidia-smi and CUDA_VISIBLE_DEVICES leave none"
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
