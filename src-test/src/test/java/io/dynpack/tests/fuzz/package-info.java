/**
 * Inputs of an attacker, found by coverage. Each class is a target: its seeds, and whatever a run found once, lie beside it among
 * the test resources and run as plain tests; CONTRIBUTING says how to look for more. A target states what may come of any bytes at
 * all, and how much memory and time they may cost.
 */
package io.dynpack.tests.fuzz;
