"""Pure functions of numbers and arrays, each with units and source, each used by the simulator or its fits.

Rooms by field: ``resource`` (rare earths in the soil), ``process`` (from soil to product), ``power`` (light, storage,
reactors), ``logistics`` (supplies, landings, stocks), ``chance`` (dates and flights), ``money`` (budgets, present
value, market). Modules: ``sphere`` (distances, areas, projection), ``transport`` (rockets).
"""
