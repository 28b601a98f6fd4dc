# shellcheck shell=sh
# Builds the program from source with Maven, when that is due. The launcher of a checkout and packaging/stage source this,
# after launch.sh; they set "root", the checkout, and "work", the folder .build in it.
: "${root:?}" "${work:?}"

# Everything that the built program depends on; directories too, so that a deleted file shows.
sources_newer_than() {
    find "$root/pom.xml" "$root"/storage/pom.xml "$root"/query/pom.xml "$root"/forwarder/pom.xml "$root"/agent/pom.xml \
        "$root"/storage/src/main "$root"/query/src/main "$root"/forwarder/src/main "$root"/agent/src/main \
        -newer "$1" -print 2>/dev/null | head -n 1
}

# Are the jars in agent/target/dist/lib those of the sources? A whole build by Maven leaves no stamp, but a new jar.
is_packaged() {
    for packaged in "$root"/agent/target/dist/stamp "$root"/agent/target/dist/lib/holdfast-agent-*.jar; do
        if [ -f "$packaged" ] && [ -z "$(sources_newer_than "$packaged")" ]; then
            return 0
        fi
    done
    return 1
}

# Shows what Maven is at: each module once, and the libraries that it fetches, counted in place on a terminal.
show_progress() {
    fetched=0
    while IFS= read -r line; do
        case $line in
        *"Downloaded from "*)
            fetched=$((fetched + 1))
            if [ -t 2 ]; then
                printf '\rholdfast: fetched %s files ' "$fetched" >&2
            elif [ $((fetched % 200)) = 0 ]; then
                say "fetched $fetched files"
            fi
            ;;
        "[INFO] Building "*"["*/*"]")
            module=${line#"[INFO] Building "}
            if [ -t 2 ]; then
                printf '\r\033[K' >&2
            fi
            say "building ${module%% 0.*} [${module##*\[}"
            ;;
        esac
    done
}

# One build at a time, and nobody else's in between: others wait. The lock goes with the process, or by leave_build.
enter_build() {
    if ! mkdir -p "$work" 2>/dev/null || [ ! -w "$work" ]; then
        say "must be built, and $root cannot be written: run it once as the owner of the checkout"
        exit 77
    fi
    exec 9>"$work/lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "another start is building; waiting for it"
        flock 9
    fi
}
leave_build() {
    exec 9>&-
}

# Compiles and packages, without checks and tests, with the JDK of this home.
run_maven() {
    rm -rf "$root/agent/target/dist" "$work/failed"
    # As old as the beginning of the build: what is edited while it runs is built the next time.
    touch "$work/begun"
    {
        cd "$root" && JAVA_HOME=$1 mvn -B -Dquick -DskipTests -Dstyle.color=never -pl agent -am package 2>&1 </dev/null 9>&- ||
            echo failed >"$work/failed"
    } | tee "$work/maven.log" | show_progress
    if [ -f "$work/failed" ]; then
        grep -E '^\[ERROR\]' "$work/maven.log" | head -n 30 >&2 || true
        say "the build failed: all of it is in $work/maven.log"
        exit 70
    fi
    mv "$work/begun" "$root/agent/target/dist/stamp"
}
