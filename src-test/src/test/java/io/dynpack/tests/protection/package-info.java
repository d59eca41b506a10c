/** Encrypted media as packagers and players that nobody here wrote make and read them. */
package io.dynpack.tests.protection;
