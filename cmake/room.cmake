# tactful_room(NAME DEPS…)
#
# Makes the static library `tactful_NAME` of all .cpp in the calling folder, seeing the rooms in DEPS and no others.
# scripts/check-includes.mjs reads these calls: keep each on one line.
function(tactful_room name)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(TRANSFORM ARGN PREPEND tactful_ OUTPUT_VARIABLE deps)
  add_library(tactful_${name} STATIC ${sources})
  target_include_directories(tactful_${name} PUBLIC "${PROJECT_SOURCE_DIR}/core")
  target_link_libraries(tactful_${name} PUBLIC ${deps} PRIVATE tactful_core_flags)
endfunction()
