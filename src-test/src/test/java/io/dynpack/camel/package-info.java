/** What only the package of the component can see, for tests across modules. */
package io.dynpack.camel;
