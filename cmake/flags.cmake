# Several sources to a compilation, so that what they include is read once and not once each: a build from nothing takes
# half the work, a build after a small change more. tools/dev asks for it where there is no build yet. The price: what
# stands in the nameless namespaces of one folder must have names of its own there
# (tools/check/names.py), and -Wshadow would see one source's names from another.
option(CHOKEPOINT_BATCHES "Compile several sources at once, and -O1 where speed matters to nobody" OFF)

# One interface target carries the warnings and sanitizers that all our code is built with.
add_library(chokepoint_flags INTERFACE)
target_include_directories(chokepoint_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(chokepoint_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wimplicit-fallthrough -Wextra-semi)
if(NOT CHOKEPOINT_BATCHES)
  target_compile_options(chokepoint_flags INTERFACE -Wshadow)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(chokepoint_flags INTERFACE
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast -Wsuggest-override)
  # g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651) at -O3, which
  # the bench preset builds with.
  if(CHOKEPOINT_BENCH AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(chokepoint_flags INTERFACE -Wno-restrict)
  endif()
endif()
if(CHOKEPOINT_WERROR)
  target_compile_options(chokepoint_flags INTERFACE -Werror)
endif()
if(CHOKEPOINT_SANITIZE)
  # -O1: the sanitized tests read whole suites of hostile input and must stay within the CI's time.
  target_compile_options(chokepoint_flags INTERFACE -fsanitize=${CHOKEPOINT_SANITIZE} -fno-omit-frame-pointer -O1)
  target_link_options(chokepoint_flags INTERFACE -fsanitize=${CHOKEPOINT_SANITIZE})
endif()

function(chokepoint_batches target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${CHOKEPOINT_BATCHES} UNITY_BUILD_BATCH_SIZE 8)
endfunction()
# The tests, and the glue of the command line.
function(chokepoint_unhurried target)
  chokepoint_batches(${target})
  if(CHOKEPOINT_BATCHES AND NOT CHOKEPOINT_SANITIZE)
    target_compile_options(${target} PRIVATE -O1)
  endif()
endfunction()

# chokepoint_library(NAME [FOLDER]): a static library of all .cpp files of the folder (not of its subfolders).
function(chokepoint_library name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARGV1}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC chokepoint_flags)
  chokepoint_batches(${name})
endfunction()
