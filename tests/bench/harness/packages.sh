# What benchmarks compare with or read, as packages of fixed versions; sourced, with `work` set to a folder below the target folder.

# Unpacks some files of a package without what it depends on, or all of it.
unpack() { # NAME VERSION [FILE...]
  local name="$1" version="$2" folder="$work/packages/$1" archive
  shift 2
  if [[ -f "$folder/version" && "$(< "$folder/version")" == "$version" ]]; then return 0; fi
  echo "unpacking $name $version" >&2
  rm -rf "$folder" "$work/archive"
  mkdir -p "$folder" "$work/archive"
  npm pack --silent --ignore-scripts --pack-destination "$work/archive" "$name@$version" >/dev/null
  archive=("$work"/archive/*.tgz)
  tar -xzf "${archive[0]}" -C "$folder" --strip-components=1 "${@/#/package/}"
  rm -rf "$work/archive"
  printf '%s\n' "$version" > "$folder/version"
}
