// Prints what the JDK's charsets map, one line a mapping: `D charset code characters` for each
// code that decodes and `E charset code character` for the code that a character is written as.
// Run by generate.py as `java Dump.java CHARSET…`.

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

public class Dump {
    static final byte SHIFT_OUT = 0x0E;
    static final byte SHIFT_IN = 0x0F;

    public static void main(String[] names) {
        for (String name : names) {
            Charset charset = Charset.forName(name);
            singles(name, charset);
            if (name.matches("x-IBM93[0-9]")) {
                doubles(name, charset);
                preferred(name, charset);
            }
        }
    }

    static void singles(String name, Charset charset) {
        for (int code = 0; code < 256; code++) {
            print(name, code, decode(charset, (byte) code));
        }
    }

    static void doubles(String name, Charset charset) {
        for (int code = 0x4040; code < 0xFF00; code++) {
            byte high = (byte) (code >> 8);
            print(name, code, decode(charset, SHIFT_OUT, high, (byte) code, SHIFT_IN));
        }
    }

    static void preferred(String name, Charset charset) {
        for (int unit = 0; unit < 0x10000; unit++) {
            try {
                CharBuffer text = CharBuffer.wrap(String.valueOf((char) unit));
                ByteBuffer out = charset.newEncoder().encode(text);
                int code = out.remaining() == 1 ? out.get(0) & 0xFF : out.getShort(1) & 0xFFFF;
                System.out.printf("E %s %x %x%n", name, code, unit);
            } catch (CharacterCodingException e) {
                continue;
            }
        }
    }

    static String decode(Charset charset, byte... bytes) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    static void print(String name, int code, String text) {
        if (text.codePointCount(0, text.length()) == 1) {
            System.out.printf("D %s %x %x%n", name, code, text.codePointAt(0));
        }
    }
}
