# What `cmake --install` puts where, and the Debian package that CPack makes of it (cd build/release && cpack).
install(TARGETS chokepoint RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY models/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/chokepoint/models)
install(FILES packaging/chokepoint.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES packaging/chokepoint.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME chokepoint)
install(FILES packaging/chokepoint.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _chokepoint)
install(FILES packaging/chokepoint.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES packaging/chokepoint.service packaging/chokepoint.timer packaging/chokepoint-metrics.service
  DESTINATION lib/systemd/system)
# The pages of the commands and of the configuration are made of what the program itself says.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(manual ${PROJECT_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}/done
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/packaging/manual.py $<TARGET_FILE:chokepoint>
    ${PROJECT_SOURCE_DIR}/docs/cli.md ${manual}
  COMMAND ${CMAKE_COMMAND} -E touch ${manual}/done
  DEPENDS chokepoint packaging/manual.py docs/cli.md packaging/chokepoint.1 VERBATIM)
add_custom_target(manual ALL DEPENDS ${manual}/done)
install(DIRECTORY ${manual}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
install(DIRECTORY ${manual}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 FILES_MATCHING PATTERN "*.5")
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/chokepoint)
# The example is what `chokepoint init` writes, with the store where the service keeps it.
install(FILES packaging/chokepoint.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/chokepoint/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME chokepoint)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Chokepoint maintainers <maintainers@chokepoint.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "News monitor for trade-control moves")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, passwd, publicsuffix, util-linux")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/packaging/postinst ${PROJECT_SOURCE_DIR}/packaging/prerm ${PROJECT_SOURCE_DIR}/packaging/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
