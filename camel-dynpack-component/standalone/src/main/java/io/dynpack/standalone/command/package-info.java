/** The command line of {@code dynpack.jar}: serve, describe, check, explain. Nothing else in DynPack knows of it. */
@NullMarked
package io.dynpack.standalone.command;

import org.jspecify.annotations.NullMarked;
