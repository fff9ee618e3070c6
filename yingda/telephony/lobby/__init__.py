"""What callers hear and choose before anybody answers: announcements, menus, the queue, a message of their own."""
