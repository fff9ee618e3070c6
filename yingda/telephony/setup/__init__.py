"""What an administrator sets up for the telephone: trunks, numbers, lines on the phone, menus, buttons on web pages."""
