"""Where does this text really come from?"""
