"""How a sentence states a number of the form. The door is `reviewer.recognise.claims.find`."""
