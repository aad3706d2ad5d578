# MyHTML (of libmodest) joins two neighbouring texts with a memcpy whose ranges may overlap. Its archive is linked with that
# call, and the others like it, turned into memmove, for which the same arguments are right. No other HTML5 parser of
# Debian 12 will do: gumbo reads a tenth as fast, libxml2 knows the rules of HTML 4.
find_library(MODEST_ARCHIVE libmodest.a REQUIRED)
set(MODEST_MENDED ${CMAKE_BINARY_DIR}/libmodest_mended.a)
add_custom_command(OUTPUT ${MODEST_MENDED} DEPENDS ${MODEST_ARCHIVE}
  COMMAND ${CMAKE_OBJCOPY} --redefine-sym memcpy=memmove ${MODEST_ARCHIVE} ${MODEST_MENDED} VERBATIM)
add_custom_target(modest_mended DEPENDS ${MODEST_MENDED})
add_library(modest STATIC IMPORTED)
set_target_properties(modest PROPERTIES IMPORTED_LOCATION ${MODEST_MENDED})
add_dependencies(modest modest_mended)
