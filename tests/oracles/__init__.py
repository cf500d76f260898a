"""Independent second ways to what the simulator computes: the tests beside them hold the running code against them."""
