"""How many projects each town has, as shades of ink with the number at each."""
