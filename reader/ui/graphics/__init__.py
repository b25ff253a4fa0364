"""How the terminal can show pictures: asks it, decides, and writes strips of pictures over the text."""
