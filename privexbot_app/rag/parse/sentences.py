"""What an owner is told about a file that cannot be read: what is wrong with it, and what to do."""

LOCKED = "It is locked with a password. Take the password off and upload it again."
DAMAGED = "It is damaged or was not sent completely. Open it on your computer, save it again and upload the new copy."
BOMB = "It grows to an enormous size when it is unpacked, so it was not read. Upload the files in it one by one."
TOO_MANY_PARTS = "It is made of too many parts to be read. Give it in smaller files."
DECLARES = "It contains instructions (a DTD) that such files do not need. Save it again with your office program."
EMPTY = "The file is empty."
NO_TEXT = "There is no readable text in it."
