#!/bin/sh
# Print the first Python that is recent enough, or say clearly that there is none.
wanted='import sys; sys.exit(sys.version_info < (3, 11))'
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c "$wanted" >/dev/null 2>&1; then
    command -v "$name"
    exit 0
  fi
done
found=$(python3 --version 2>/dev/null || echo 'aucun / none')
{
  echo "Ancrage demande Python 3.11 ou plus récent (trouvé : $found)."
  echo "Installez-le, ou indiquez-le : make run PYTHON=/chemin/vers/python3.12"
  echo "Ancrage needs Python 3.11 or newer (found: $found)."
} >&2
exit 1
