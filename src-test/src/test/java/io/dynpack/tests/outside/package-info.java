/** Projects that know DynPack by its coordinates alone. */
package io.dynpack.tests.outside;
