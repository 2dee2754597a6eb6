# The one place that sets compiler flags, and the functions every target is made with.

set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTOUIC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(kodama_build_flags INTERFACE)
target_compile_features(kodama_build_flags INTERFACE cxx_std_20)
target_include_directories(kodama_build_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(
  kodama_build_flags
  INTERFACE QT_NO_CAST_FROM_ASCII
            QT_NO_CAST_TO_ASCII
            QT_NO_CAST_FROM_BYTEARRAY
            QT_NO_URL_CAST_FROM_STRING
            QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
            QT_NO_FOREACH
            QT_NO_KEYWORDS
            QT_NO_JAVA_STYLE_ITERATORS
            QT_STRICT_QLIST_ITERATORS
            QT_USE_QSTRINGBUILDER
            QT_DISABLE_DEPRECATED_BEFORE=0x060400
            KODAMA_VERSION="${PROJECT_VERSION}")
target_compile_options(
  kodama_build_flags
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wold-style-cast
            -Wcast-qual
            -Wformat=2
            -Wimplicit-fallthrough
            -Wextra-semi
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond
            -Wduplicated-branches
            -Wlogical-op
            -Wuseless-cast
            -Wsuggest-override>
            $<$<BOOL:${KODAMA_WERROR}>:-Werror>)
target_compile_options(
  kodama_build_flags
  INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=2
            -D_GLIBCXX_ASSERTIONS
            -fstack-protector-strong>)

if(KODAMA_SANITIZE)
  list(JOIN KODAMA_SANITIZE "," kodama_sanitizers)
  # vptr needs a free descriptor for each look at memory: out of descriptors, which a test brings
  # about, it takes every object for a broken one.
  target_compile_options(
    kodama_build_flags INTERFACE -fsanitize=${kodama_sanitizers} -fno-sanitize-recover=all
                                 -fno-sanitize=vptr -fno-omit-frame-pointer)
  target_link_options(kodama_build_flags INTERFACE -fsanitize=${kodama_sanitizers})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What is not optimized as usual looks uninitialized to GCC (empty optionals, above all).
    target_compile_options(kodama_build_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

# Tests are many programs, each linked with most of the tree: mold needs 0.7 s where gold needs 1.7 s.
if(KODAMA_BUILD_TESTS)
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=mold KODAMA_HAS_MOLD)
  if(KODAMA_HAS_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# What most tests include, precompiled: without it they take 1.5 to 2 times as long to compile. Libraries
# compile eight sources at a time, and gain nothing by it.
function(kodama_add_test_headers)
  # Qt tells each test its own folder, and GCC refuses what was precompiled with another one.
  add_library(kodama_qt_test INTERFACE)
  target_link_libraries(kodama_qt_test INTERFACE Qt6::Test)
  target_compile_options(
    kodama_qt_test
    INTERFACE -UQT_TESTCASE_BUILDDIR
              -UQT_TESTCASE_SOURCEDIR
              # As much as a stack trace needs; all there is to debug is a fourth of the time that
              # tests take to compile, and of a precompiled header it is copied into every one.
              $<$<CONFIG:Debug>:-g1>
              # What people run is tested optimized; the tests themselves need not be.
              $<$<CONFIG:Release>:-O0
              -U_FORTIFY_SOURCE>)
  if(KODAMA_PCH)
    set(source "${PROJECT_BINARY_DIR}/kodama_test_headers.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "// Nothing but the precompiled header.\n")
    add_library(kodama_test_headers OBJECT "${source}")
    target_link_libraries(kodama_test_headers PRIVATE kodama_build_flags kodama_qt_test)
    target_precompile_headers(
      kodama_test_headers
      PRIVATE
      <QtCore/QtCore>
      <QtTest/qtestcase.h>
      <deque>
      <map>
      <unordered_map>
      <variant>
      "${PROJECT_SOURCE_DIR}/common/protocol/codec.h")
  endif()
endfunction()

if(KODAMA_BUILD_TESTS)
  kodama_add_test_headers()
endif()

# kodama_add_library(NAME SOURCES a.cpp ... HEADERS a.h ... LINK Qt6::Core ...)
# A static library with all flags; each header is checked to compile alone.
function(kodama_add_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;HEADERS;LINK" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES
                                ${arg_HEADERS})
  target_link_libraries(${name} PUBLIC kodama_build_flags ${arg_LINK})
endfunction()

# kodama_add_executable(NAME SOURCES main.cpp LINK kodama_server_core)
function(kodama_add_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE kodama_build_flags ${arg_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

set(KODAMA_TEST_ENVIRONMENT
    "QT_QPA_PLATFORM=offscreen;DBUS_SESSION_BUS_ADDRESS=disabled:;LC_ALL=C.UTF-8;TZ=Asia/Tokyo;ASAN_OPTIONS=detect_leaks=1;UBSAN_OPTIONS=print_stacktrace=1;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/lsan.supp;TSAN_OPTIONS=die_after_fork=0 atexit_sleep_ms=0 suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp"
)

# Runs moc for a test's own classes: a .cpp that includes its .moc file, a header with Q_OBJECT.
# AUTOMOC would give each of the many small tests a scan and a source file of its own, which is a
# third of the work of a clean build.
function(kodama_moc name)
  set_target_properties(${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${name}_moc")
  target_include_directories(${name} PRIVATE "${folder}")
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source)
    cmake_path(GET source STEM LAST_ONLY stem)
    file(READ "${source}" text)
    if(text MATCHES "#include \"${stem}\\.moc\"")
      qt_generate_moc("${source}" "${folder}/${stem}.moc" TARGET ${name})
      target_sources(${name} PRIVATE "${folder}/${stem}.moc")
    elseif(source MATCHES "\\.h$" AND text MATCHES "Q_OBJECT")
      qt_generate_moc("${source}" "${folder}/moc_${stem}.cpp" TARGET ${name})
      target_sources(${name} PRIVATE "${folder}/moc_${stem}.cpp")
    endif()
  endforeach()
endfunction()

# kodama_add_test(tst_codec LABEL unit SOURCES tst_codec.cpp LINK kodama_common [TIMEOUT 60])
function(kodama_add_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LINK;ENVIRONMENT" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE kodama_build_flags kodama_qt_test ${arg_LINK})
  kodama_moc(${name} ${arg_SOURCES})
  if(KODAMA_PCH)
    target_precompile_headers(${name} REUSE_FROM kodama_test_headers)
  endif()
  # Alone, since what is in an unnamed namespace may be a member of a test.
  set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(
    ${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
                       ENVIRONMENT "${KODAMA_TEST_ENVIRONMENT};${arg_ENVIRONMENT}")
endfunction()
