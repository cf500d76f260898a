"""Pure functions of numbers and arrays, each with units and source.

``patterns``, ``geochemistry``, ``oxides``: rare earths from thorium and iron. ``regolith``: density and areal mass.
``resource``: tonnage, grade and class. ``process``, ``kinetics``: from soil to product. ``power``: light, night and
storage. ``transport``: flights, distances and hauls. ``market``: prices and reliance. ``finance``: present value and
break-even.
"""
