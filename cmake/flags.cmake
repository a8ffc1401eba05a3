# Flags every target shares. The interface library `tactful_flags` carries what our own code is held to; third-party
# headers come in as SYSTEM and are not.

# Contracting a*b+c into one rounding step would give other bits natively than in wasm.
add_compile_options(-ffp-contract=off)

add_library(tactful_flags INTERFACE)
target_compile_options(tactful_flags INTERFACE -Wall -Wextra -Wconversion -Wno-sign-conversion -Werror)

# The core never throws and asks no type at run time: in wasm either would cost more than the decision itself.
add_library(tactful_core_flags INTERFACE)
target_link_libraries(tactful_core_flags INTERFACE tactful_flags)
target_compile_options(tactful_core_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # g++ calls an enumerator of a class a shadow of its namesake elsewhere, clang does not.
  target_compile_options(tactful_flags INTERFACE -Wshadow)
  # runtime.wasm does not export _initialize, so a static constructor would silently never run.
  target_compile_options(tactful_core_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wglobal-constructors>)
endif()

if(TACTFUL_SANITIZE)
  # float-cast-overflow is not part of `undefined`, and is the one place where wasm and x86 disagree.
  add_compile_options(-fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined,float-cast-overflow)
endif()
if(TACTFUL_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "TACTFUL_FUZZ needs clang: libFuzzer is part of it. Use the preset `asan`.")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
# tactful_fast(NAME): natively, a room that other rooms call for a few instructions at a time. Seeing across such rooms
# makes taking events in twice as fast. The objects are fat, so only what links tactful_fast_tool pays for it.
add_library(tactful_fast_tool INTERFACE)
function(tactful_fast name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT TACTFUL_SANITIZE)
    target_compile_options(tactful_${name} PRIVATE -O3 -flto -ffat-lto-objects)
  endif()
endfunction()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT TACTFUL_SANITIZE)
  target_link_options(tactful_fast_tool INTERFACE -O3 -flto=auto)
endif()
# tactful_small(NAME): in wasm, a room of the runtime. At -Oz em++ forbids clang to inline unless told otherwise; what is
# called once then keeps its frame and its arguments, for binaryen, which inlines it later, sees no way to join them.
# Not for compiler and author: the templates of nlohmann/json make author.wasm half as large again.
function(tactful_small name)
  if(EMSCRIPTEN)
    target_compile_options(tactful_${name} PRIVATE -sINLINING_LIMIT=0)
  endif()
endfunction()
if(EMSCRIPTEN)
  # Size before speed: a page decides once or twice, so what counts is download and compile.
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
  set(CMAKE_C_FLAGS_RELEASE "-Oz -DNDEBUG")
  # Two additions to WebAssembly that every browser has had since 2021: conversions of doubles that saturate, and
  # copies of memory as one instruction. 21,248 bytes of brotli instead of 21,630.
  add_compile_options(-mnontrapping-fptoint -mbulk-memory)
  # Sees across rooms: 17,267 bytes of brotli instead of 18,241 when it was tried, without the profile.
  add_compile_options(-flto)
  add_link_options(-flto)
endif()
