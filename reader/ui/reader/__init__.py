"""The main screen: feeds, headlines and the article."""
