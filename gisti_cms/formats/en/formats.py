"""English as it is read in France: the day first, as on the letters one compares with. "1 March 2027" """

DATE_FORMAT = "j F Y"
