# What scripts/run, scripts/test, scripts/bench and .ci/run share; to be sourced, with the
# repository as the current directory.

# cmake of a preset, only when it has not been done or its input outside CMake's own sight changed;
# what CMake does see, the build re-configures by itself.
configure_preset() {
    local preset=$1 cache=build/$1/CMakeCache.txt fresh=()
    shift
    if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$cache"; then
        fresh=(--fresh) # the folder was moved or copied: nothing in there is right any more
    elif [ -f "build/$preset/build.ninja" ] && [ ! CMakePresets.json -nt "$cache" ]; then
        return 0
    fi
    if command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    cmake --preset "$preset" "${fresh[@]}" "$@" || return
    touch "$cache" # CMake leaves it alone when nothing in it changed
}

# Configures if need be, and builds.
build_preset() {
    local preset=$1
    shift
    export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    configure_preset "$preset" || return
    cmake --build --preset "$preset" "$@"
}
