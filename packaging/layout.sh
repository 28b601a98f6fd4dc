# shellcheck shell=sh
# What packages hold beside usr/lib/holdfast, and where. packaging/build sources this; it sets "root", the checkout, "work", the
# folder for trees, "epoch", the time of every file, "version", and "jdk".
: "${root:?}" "${work:?}" "${epoch:?}" "${version:?}" "${jdk:?}"

# The program as built, for what it writes itself.
program() {
    "$jdk/bin/java" -XX:TieredStopAtLevel=1 -cp "$root/agent/target/dist/lib/*" dev.holdfast.agent.cli.Main "$@" \
        >/dev/null 2>"$work/program.log" || fail "holdfast $1 failed: $(head -n 1 "$work/program.log")"
}

# The configuration that the program writes, with the one thing said that an installed service needs.
make_configuration() {
    program config init "$work/holdfast.yaml.in"
    sed 's|^  #path: /var/lib/holdfast$|  path: /var/lib/holdfast|' "$work/holdfast.yaml.in" >"$work/holdfast.yaml"
    rm "$work/holdfast.yaml.in"
    grep -q '^  path: /var/lib/holdfast$' "$work/holdfast.yaml" || fail "config init has no line for storage.path"
    program config check "$work/holdfast.yaml"
}

make_documents() {
    rm -rf "$work/docs" "$work/holdfast.yaml" "$work/holdfast.yaml.in"
    program docs "$work/docs"
    # The program does not know its day.
    find "$work/docs/man" -type f -exec sed -i "s/^\(\.TH [^ ]* [^ ]*\) \"\"/\1 \"$(date -u -d "@$epoch" +%Y-%m-%d)\"/" {} +
    make_configuration
    make_bill
}

# The list of what is inside. Maven knows the jars; Java is shipped as well, and is put in front of them. That is not for the
# variant that uses the host's.
make_bill() {
    [ -f "$root/agent/target/dist/sbom.json" ] || fail "no agent/target/dist/sbom.json: build the jars with -Dwith.packages"
    cp "$root/agent/target/dist/sbom.json" "$work/jars.cdx.json"
    java_version=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$jdk/release")
    [ -n "$java_version" ] || java_version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release")
    vendor=$(sed -n 's/^IMPLEMENTOR="\(.*\)"/\1/p' "$jdk/release")
    awk -v version="$java_version" -v vendor="$vendor" '
        { print }
        /^  "components" : \[$/ {
            print "    {"
            print "      \"type\" : \"platform\","
            print "      \"bom-ref\" : \"java-runtime\","
            print "      \"publisher\" : \"" vendor "\","
            print "      \"name\" : \"OpenJDK\","
            print "      \"version\" : \"" version "\","
            print "      \"description\" : \"Java runtime, an image made by jlink\","
            print "      \"scope\" : \"required\","
            print "      \"licenses\" : [ { \"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } ]"
            print "    },"
            added = 1
        }
        END { exit !added }' "$work/jars.cdx.json" >"$work/all.cdx.json" || fail "cannot add Java to the bill of materials"
}

# Manual pages and what shells look for: put_documents TREE NAME ZSH_FOLDER BILL, NAME being that of the folder below
# usr/share/doc.
put_documents() {
    doc=$1/usr/share/doc/$2
    mkdir -p "$1/usr/share/bash-completion/completions" "$1/$3" "$1/usr/share/fish/vendor_completions.d" \
        "$1/usr/share/man" "$doc/examples"
    cp "$work/docs/completions/bash/holdfast" "$1/usr/share/bash-completion/completions/"
    cp "$work/docs/completions/zsh/_holdfast" "$1/$3/"
    cp "$work/docs/completions/fish/holdfast.fish" "$1/usr/share/fish/vendor_completions.d/"
    cp -R "$work/docs/man/." "$1/usr/share/man/"
    find "$1/usr/share/man" -type f -exec gzip -9n {} +
    cp "$root/packaging/copyright" "$doc/copyright"
    gzip -9nc "$root/packaging/changelog" >"$doc/changelog.gz"
    gzip -9nc "$work/$4" >"$doc/holdfast-$version.cdx.json.gz"
    put_examples "$doc/examples"
}

put_examples() {
    cp "$root/systemd/gateway.conf" "$1/"
    if [ -d "$root/packaging/examples" ]; then
        cp -R "$root/packaging/examples/." "$1/"
    fi
}

# The service, its user, its configuration.
put_service() {
    mkdir -p "$1/etc/holdfast/secrets" "$1/usr/lib/systemd/system" "$1/usr/lib/sysusers.d" "$1/usr/lib/tmpfiles.d"
    cp "$work/holdfast.yaml" "$1/etc/holdfast/holdfast.yaml"
    cp "$root/systemd/holdfast.service" "$1/usr/lib/systemd/system/"
    cp "$root/systemd/sysusers.d/holdfast.conf" "$1/usr/lib/sysusers.d/"
    cp "$root/systemd/tmpfiles.d/holdfast.conf" "$1/usr/lib/tmpfiles.d/"
}

# Modes and times of what was put there; whoever builds, with whatever umask. Five digits, since 755 would leave a folder the
# set-group-id bit that it may have from the folder it was made in.
settle() {
    find "$1" -type d -exec chmod 00755 {} +
    for folder in "$1/etc" "$1/usr/share" "$1/usr/lib/systemd" "$1/usr/lib/sysusers.d" "$1/usr/lib/tmpfiles.d"; do
        [ ! -d "$folder" ] || find "$folder" -type f -exec chmod 644 {} +
    done
    # Examples that are scripts may be run where they lie.
    find "$1/usr/share/doc" -type f -path '*/examples/*' | while IFS= read -r file; do
        ! head -c 2 "$file" | grep -q '#!' || chmod 755 "$file"
    done
    if [ -d "$1/etc/holdfast" ]; then
        chmod 640 "$1/etc/holdfast/holdfast.yaml"
        chmod 00700 "$1/etc/holdfast/secrets"
    fi
    find "$1" -exec touch -h -d "@$epoch" {} +
}
